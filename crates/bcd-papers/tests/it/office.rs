//! LibreOffice and Poppler as a second pair of eyes: a file becomes a PDF, the PDF is read back.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

const PACKAGES: &str = "install Debian's packages: apt-get install -y --no-install-recommends \
    libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-liberation fonts-noto-core";

/// A PDF in a folder of its own, which goes away with it.
pub struct Pdf {
    folder: PathBuf,
    file: PathBuf,
}

impl Drop for Pdf {
    fn drop(&mut self) {
        // A folder that stays in the system's temporary directory harms nobody.
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// A word on a page: its text and its box in points from the page's upper left corner.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A page: width and height in points, and its words.
#[derive(Debug)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub words: Vec<Word>,
}

/// Points in a millimetre.
pub const MM: f64 = 72.0 / 25.4;

/// Opens `bytes` in LibreOffice and prints them to a PDF.
pub fn pdf(bytes: &[u8], name: &str) -> Pdf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let own =
        format!("bcd-papers-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(own);
    fs::create_dir_all(&folder).unwrap();
    let source = folder.join(name);
    fs::write(&source, bytes).unwrap();
    // A profile of its own: two LibreOffices may not share one.
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir"]);
    run(office.arg(&folder).arg(&source), "soffice");
    let file = source.with_extension("pdf");
    assert!(file.exists(), "LibreOffice could not open {name}");
    Pdf { folder, file }
}

fn run(command: &mut Command, program: &str) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}; {PACKAGES}"));
    let (out, err) = (output.stdout, String::from_utf8_lossy(&output.stderr).into_owned());
    assert!(output.status.success(), "{program}: {err}");
    String::from_utf8_lossy(&out).into_owned()
}

impl Pdf {
    fn path(&self) -> &Path {
        &self.file
    }

    /// The text as a reader sees it, page by page.
    pub fn text(&self) -> String {
        run(Command::new("pdftotext").arg("-layout").arg(self.path()).arg("-"), "pdftotext")
    }

    /// The fonts in it.
    pub fn fonts(&self) -> String {
        run(Command::new("pdffonts").arg(self.path()), "pdffonts")
    }

    /// Its pages with every word in its place.
    pub fn pages(&self) -> Vec<Page> {
        let xml =
            run(Command::new("pdftotext").arg("-bbox").arg(self.path()).arg("-"), "pdftotext");
        let mut pages: Vec<Page> = Vec::new();
        for line in xml.lines().map(str::trim) {
            if line.starts_with("<page ") {
                let (width, height) = (number(line, "width"), number(line, "height"));
                pages.push(Page { width, height, words: vec![] });
            } else if line.starts_with("<word ") {
                let text = line.split_once('>').unwrap().1.trim_end_matches("</word>");
                pages.last_mut().unwrap().add(Word {
                    text: text.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&"),
                    left: number(line, "xMin"),
                    top: number(line, "yMin"),
                    right: number(line, "xMax"),
                    bottom: number(line, "yMax"),
                });
            }
        }
        assert!(!pages.is_empty());
        pages
    }
}

fn number(tag: &str, name: &str) -> f64 {
    let value = tag.split(&format!("{name}=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().parse().unwrap()
}

impl Page {
    /// Adds a word, or the rest of one: where letters with marks come from another font than
    /// those beside them, Poppler takes a word for several, without a gap between them.
    fn add(&mut self, word: Word) {
        match self.words.last_mut() {
            Some(last)
                if (last.top - word.top).abs() < 3.0 && (last.right - word.left).abs() < 1.2 =>
            {
                last.text.push_str(&word.text);
                last.right = word.right;
                last.bottom = last.bottom.max(word.bottom);
            }
            Some(_) | None => self.words.push(word),
        }
    }

    /// The first word with this text, and where it stands.
    pub fn word(&self, text: &str) -> &Word {
        let found = self.words.iter().find(|word| word.text == text);
        found.unwrap_or_else(|| panic!("no word {text:?} among {:?}", self.texts()))
    }

    /// The texts of its words.
    pub fn texts(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }

    /// Words that reach beyond the margins, the page number in the top margin left out.
    pub fn outside(&self, [top, right, bottom, left]: [f64; 4]) -> Vec<&Word> {
        let slack = 1.5;
        let outside = |word: &&Word| {
            word.left < left * MM - slack
                || word.right > self.width - right * MM + slack
                || word.bottom > self.height - bottom * MM + slack
                || (word.top < top * MM - slack && word.text.parse::<u32>().is_err())
        };
        self.words.iter().filter(outside).collect()
    }
}
