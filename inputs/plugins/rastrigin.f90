! Rastrigin's function in any number of dimensions, in Fortran. The minimum is 0 at the origin.
! As generalised by H. Mühlenbein, M. Schomisch and J. Born, "The parallel genetic algorithm as function
! optimizer", Parallel Computing 17 (1991), 619-632.
module rastrigin
  use, intrinsic :: iso_c_binding
  implicit none
  private

  ! struct winnow_objective of winnow/plugin/objective.h
  type, bind(c) :: winnow_objective
    integer(c_int) :: interface_version
    integer(c_int) :: flags
    type(c_ptr) :: name
    type(c_ptr) :: version
    type(c_funptr) :: create
    type(c_funptr) :: outputs
    type(c_funptr) :: evaluate
    type(c_funptr) :: destroy
  end type

  integer(c_int), parameter :: interface_version = 1
  integer(c_int), parameter :: concurrent = 1
  real(c_double), parameter :: two_pi = 8 * atan(1.0_c_double)

  character(kind=c_char), target :: name(10) = ['r', 'a', 's', 't', 'r', 'i', 'g', 'i', 'n', c_null_char]
  character(kind=c_char), target :: version(2) = ['1', c_null_char]
  type(winnow_objective), target :: objective

  public :: winnow_objective_plugin

contains

  function winnow_objective_plugin() bind(c) result(described)
    type(c_ptr) :: described
    objective = winnow_objective(interface_version, concurrent, c_loc(name), c_loc(version), &
      c_null_funptr, c_null_funptr, c_funloc(evaluate), c_null_funptr)
    described = c_loc(objective)
  end function

  ! C's rows are Fortran's columns: x(:, i) is candidate i.
  function evaluate(handle, n, d, x, m, outputs) bind(c) result(status)
    type(c_ptr), value :: handle
    integer(c_long), value :: n, d, m
    real(c_double), intent(in) :: x(d, n)
    real(c_double), intent(out) :: outputs(m, n)
    integer(c_int) :: status
    integer(c_long) :: i

    status = 1
    if (c_associated(handle) .or. m /= 1) return
    do i = 1, n
      outputs(1, i) = 10 * real(d, c_double) + sum(x(:, i)**2 - 10 * cos(two_pi * x(:, i)))
    end do
    status = 0
  end function

end module
