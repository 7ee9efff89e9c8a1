# Installs the development part of the build in BUILD below a folder of its own, builds the example in SOURCE
# against it and runs it. GENERATOR, COMPILER and BUILD_TYPE are those of the build.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(scratch ${BUILD}/installed_example)
file(REMOVE_RECURSE ${scratch})
run(${CMAKE_COMMAND} --install ${BUILD} --component development --prefix ${scratch}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${scratch}/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${scratch}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${BUILD_TYPE})
run(${CMAKE_COMMAND} --build ${scratch}/build)
execute_process(COMMAND ${scratch}/build/how_much 1MiB 3MiB OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
message(STATUS "${said}")
if(NOT said MATCHES "the largest alone: 123 MiB")  # 64 MiB + 3 · 3 MiB + 50 MiB
  message(FATAL_ERROR "the example said something else than it should")
endif()
