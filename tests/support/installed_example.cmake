# Installs the development part of the build in BUILD below a folder of its own, builds the example in SOURCE, which
# makes a program of its folder's project name PROGRAM, against it, runs that with ARGUMENTS and looks for EXPECTED, a
# regular expression, in what it prints. GENERATOR, COMPILER and BUILD_TYPE are those of the build.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(scratch ${BUILD}/installed_example/${PROGRAM})
file(REMOVE_RECURSE ${scratch})
run(${CMAKE_COMMAND} --install ${BUILD} --component development --prefix ${scratch}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${scratch}/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${scratch}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${BUILD_TYPE})
run(${CMAKE_COMMAND} --build ${scratch}/build)
execute_process(COMMAND ${scratch}/build/${PROGRAM} ${ARGUMENTS} OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
message(STATUS "${said}")
if(NOT said MATCHES "${EXPECTED}")
  message(FATAL_ERROR "the example said something else than it should: ${EXPECTED}")
endif()
