# The part of Winnow that other programs can use without MPI: find_package(winnow), then winnow::plan or
# winnow::evolve; and the header that plugins are built with. Included once all modules are targets.
include(CMakePackageConfigHelpers)

set(winnow_config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/winnow)
set(public_modules base study cluster evolve plan)
list(TRANSFORM public_modules PREPEND winnow_ OUTPUT_VARIABLE public_targets)

install(TARGETS ${public_targets} EXPORT winnow COMPONENT development)
install(EXPORT winnow NAMESPACE winnow:: DESTINATION ${winnow_config_folder} FILE winnowTargets.cmake
  COMPONENT development)
foreach(module ${public_modules} plugin)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/winnow/${module} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/winnow
    COMPONENT development)
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/winnowConfig.cmake.in
  ${PROJECT_BINARY_DIR}/package/winnowConfig.cmake INSTALL_DESTINATION ${winnow_config_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/winnowConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/winnowConfig.cmake ${PROJECT_BINARY_DIR}/package/winnowConfigVersion.cmake
  DESTINATION ${winnow_config_folder} COMPONENT development)
