# winnow_test(<module> [SOURCES <files>] [LINK <targets>] [RANKS <numbers>] [LABELS <labels>] [TIMEOUT <s>] [NAME <n>])
#
# The GoogleTest program test_<module> of one module's tests. With RANKS it is started by mpirun once for each
# number of ranks, has the test main that reduces the verdict over them, and carries the label `mpi`; without,
# it is labelled `unit`. Zero tests run is a failure.
function(winnow_test module)
  cmake_parse_arguments(TEST "" "TIMEOUT;NAME" "SOURCES;LINK;RANKS;LABELS" ${ARGN})
  if(NOT TARGET winnow_${module})
    return()  # left out of this build, as the sanitizer build leaves out MPI
  endif()
  if(NOT TEST_NAME)
    set(TEST_NAME ${module})
  endif()
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  set(target test_${TEST_NAME})
  add_executable(${target} ${TEST_SOURCES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${target} PRIVATE winnow::${module} winnow_options GTest::gmock fmt::fmt ${TEST_LINK})
  target_compile_definitions(${target} PRIVATE
    WINNOW_SOURCE_DIR="${PROJECT_SOURCE_DIR}" WINNOW_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
  if(NOT TEST_RANKS)
    target_link_libraries(${target} PRIVATE winnow_test_main)
    add_test(NAME ${TEST_NAME} COMMAND ${target})
    set_tests_properties(${TEST_NAME} PROPERTIES LABELS "unit;${TEST_LABELS}" TIMEOUT ${TEST_TIMEOUT})
    return()
  endif()
  target_link_libraries(${target} PRIVATE winnow_mpi_test_main)
  foreach(ranks ${TEST_RANKS})
    add_test(NAME ${TEST_NAME}_${ranks} COMMAND ${WINNOW_MPIRUN} -n ${ranks} $<TARGET_FILE:${target}>)
    set_tests_properties(${TEST_NAME}_${ranks} PROPERTIES
      LABELS "mpi;${TEST_LABELS}" PROCESSORS ${ranks} TIMEOUT ${TEST_TIMEOUT} ENVIRONMENT "${WINNOW_MPI_ENVIRONMENT}")
  endforeach()
endfunction()

# winnow_installed_example(<module> <program> ARGUMENTS <arguments> EXPECTED <regular expression>)
#
# The test installed_<module>: a project of somebody else's in the folder installed_example of the module's tests,
# built against what is installed, whose program prints what is expected. Left out of a sanitizer build, whose runtime is
# no part of what is installed.
function(winnow_installed_example module program)
  cmake_parse_arguments(EXAMPLE "" "EXPECTED" "ARGUMENTS" ${ARGN})
  if(WINNOW_SANITIZE)
    return()
  endif()
  add_test(NAME installed_${module} COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR}
    -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}/installed_example -DPROGRAM=${program} "-DARGUMENTS=${EXAMPLE_ARGUMENTS}"
    "-DEXPECTED=${EXAMPLE_EXPECTED}" -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER}
    -DBUILD_TYPE=${CMAKE_BUILD_TYPE} -P ${PROJECT_SOURCE_DIR}/tests/support/installed_example.cmake)
  set_tests_properties(installed_${module} PROPERTIES LABELS e2e TIMEOUT 120)
endfunction()

# How tests start ranks: more of them than cores is allowed, and as root, which a container often is.
set(WINNOW_MPIRUN ${MPIEXEC_EXECUTABLE} --oversubscribe --mca mpi_yield_when_idle 1 --bind-to none)
set(WINNOW_MPI_ENVIRONMENT "OMPI_ALLOW_RUN_AS_ROOT=1;OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1")
