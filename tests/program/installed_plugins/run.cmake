# Installs the development part of the build in BUILD below a folder of its own, builds the plugins in SOURCE
# against it, and has each evaluated by EVALUATE. GENERATOR and COMPILER are those of the build.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(scratch ${BUILD}/installed_plugins)
file(REMOVE_RECURSE ${scratch})
run(${CMAKE_COMMAND} --install ${BUILD} --component development --prefix ${scratch}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${scratch}/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${scratch}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${scratch}/build)

# expect(<plugin> <options> <values> <outputs>)
function(expect plugin options values outputs)
  execute_process(COMMAND ${EVALUATE} ${scratch}/build/lib${plugin}.so "${options}" ${values}
    OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
  string(STRIP "${said}" said)
  string(REPLACE "\n" ";" said "${said}")
  if(NOT said STREQUAL outputs)
    message(FATAL_ERROR "${plugin} gave ${said} for ${values}: not ${outputs}")
  endif()
endfunction()

expect(rosenbrock "" "1;1;1" "0.000000")
expect(rosenbrock "" "-1.2;1" "24.200000")
expect(rosenbrock_in_disk "2.0" "1;2" "100.000000;3.000000")
if(EXISTS ${scratch}/build/librastrigin.so)
  expect(rastrigin "" "0;0" "0.000000")
  expect(rastrigin "" "1;0.5;2" "25.250000")
else()
  message(STATUS "no Fortran compiler: the plugin in Fortran was left out")
endif()

execute_process(COMMAND ${EVALUATE} ${scratch}/build/librosenbrock_in_disk.so wide 0 0
  ERROR_VARIABLE refused RESULT_VARIABLE status)
if(status EQUAL 0 OR NOT refused MATCHES "cannot begin \\(\"wide\" is no squared radius\\)")
  message(FATAL_ERROR "the plugin took options that make no sense: ${refused}")
endif()
