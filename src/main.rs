//! The thin binary: passes the arguments on and exits with the answer's code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(goodturn::cli::run(std::env::args_os()).code())
}
