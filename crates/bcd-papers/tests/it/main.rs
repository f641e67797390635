//! Documents as files: valid by the standard, the same every time, and as LibreOffice shows them.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

#[path = "../../../bcd-core/examples/support/papers.rs"]
mod samples;

mod calendar;
mod docx_xml;
mod office;
mod office_docx;
mod office_xlsx;
mod package;
mod work;
