//! The paths that a Rust file names, whole: of `use` trees of any shape, of expressions, types and
//! patterns, and of the tokens in macros such as `view!`; `super` is followed.

use crate::tree::Source;
use proc_macro2::{TokenStream, TokenTree};
use syn::{UseTree, visit::Visit};

/// All paths, each from its crate on. `root` is the folder of the crate's sources, `krate` what
/// stands for the crate itself.
pub fn paths_of(source: &Source, root: &str, krate: &str) -> Vec<String> {
    let file = syn::parse_file(&source.text).unwrap_or_else(|e| panic!("{}: {e}", source.path));
    let module = source.path.trim_start_matches(root).trim_end_matches(".rs");
    let module = module.split('/').filter(|part| !part.is_empty() && *part != "lib");
    let module = [krate].into_iter().chain(module).map(str::to_owned).collect();
    let mut finder = Finder { module, found: Vec::new() };
    finder.visit_file(&file);
    finder.found
}

struct Finder {
    module: Vec<String>,
    found: Vec<String>,
}

impl Finder {
    fn note(&mut self, segments: &[String]) {
        let mut module = self.module.clone();
        let mut rest = segments;
        match rest.first().map(String::as_str) {
            Some("super") => {
                while rest.first().is_some_and(|first| first == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
                module.extend_from_slice(rest);
                self.found.push(module.join("::"));
            }
            Some("self") => {
                module.extend_from_slice(&rest[1..]);
                self.found.push(module.join("::"));
            }
            _ => self.found.push(segments.join("::")),
        }
    }

    fn note_tree(&mut self, before: &[String], tree: &UseTree) {
        let mut path = before.to_vec();
        match tree {
            UseTree::Path(one) => {
                path.push(one.ident.to_string());
                self.note_tree(&path, &one.tree);
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.note_tree(before, tree));
            }
            UseTree::Name(one) if one.ident == "self" => self.note(&path),
            UseTree::Name(one) => {
                path.push(one.ident.to_string());
                self.note(&path);
            }
            UseTree::Rename(one) => {
                path.push(one.ident.to_string());
                self.note(&path);
            }
            UseTree::Glob(_) => self.note(&path),
        }
    }

    // In a macro a path is a row of names with `::` between them.
    fn note_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.note_if_path(&path);
                        path.clear();
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.note_if_path(&path);
                    path.clear();
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.note_tokens(group.stream());
                    }
                }
            }
        }
        self.note_if_path(&path);
    }

    fn note_if_path(&mut self, path: &[String]) {
        if path.len() > 1 {
            self.note(path);
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // `super` in a module that stands in the file is the file's own module.
        self.module.push(item.ident.to_string());
        syn::visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note_if_path(&segments);
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.note_tokens(item.tokens.clone());
    }
}

#[test]
fn paths_are_seen_however_they_are_written() {
    let text = "
        use crate::{a::{self, b as c}, d::*};
        use super::super::e::f;
        mod tests { use super::n; }
        fn g() { super::h::i(); view! { <p>{crate::j::k(super::l::m)}</p> } }
    ";
    let source = Source { path: "src/x/y.rs".to_owned(), text: text.to_owned() };
    let mut found = paths_of(&source, "src", "crate");
    found.sort();
    let expected = [
        "crate::a",
        "crate::a::b",
        "crate::d",
        "crate::e::f",
        "crate::j::k",
        "crate::x::h::i",
        "crate::x::l::m",
        "crate::x::y::n",
    ];
    assert_eq!(found, expected);
}
