# winnow_module(<name> SOURCES <files> [USES <modules>] [PUBLIC <targets>] [PRIVATE <targets>] [MPI])
#
# One module: the static library winnow_<name>, known as winnow::<name>. USES names the modules its headers and
# sources may include, which is checked by the `layering` test. MPI marks a module that needs MPI or parallel
# HDF5: a sanitizer build leaves it out.
function(winnow_module name)
  cmake_parse_arguments(MODULE "MPI" "" "SOURCES;USES;PUBLIC;PRIVATE" ${ARGN})
  if(MODULE_MPI AND WINNOW_SANITIZE)
    return()
  endif()
  add_library(winnow_${name} STATIC ${MODULE_SOURCES})
  add_library(winnow::${name} ALIAS winnow_${name})
  set_target_properties(winnow_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_include_directories(winnow_${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM MODULE_USES PREPEND winnow::)
  target_link_libraries(winnow_${name}
    PUBLIC ${MODULE_USES} ${MODULE_PUBLIC}
    PRIVATE $<BUILD_INTERFACE:winnow_options> ${MODULE_PRIVATE})
endfunction()

# Flags of all our code. Contraction is off because a fused multiply-add gives other bits than two roundings;
# -Wrestrict because GCC 12 sees overlaps in std::string that are none (GCC bug 105651).
add_library(winnow_options INTERFACE)
target_compile_options(winnow_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wno-restrict -ffp-contract=off
  $<$<BOOL:${WINNOW_WARNINGS_AS_ERRORS}>:-Werror>)
if(WINNOW_SANITIZE)
  target_compile_options(winnow_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(winnow_options INTERFACE -fsanitize=address,undefined)
endif()
