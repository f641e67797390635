//! A small tree over the XML that the DOCX writer gives, to put right what it cannot say.
//!
//! It reads that one writer's output, not XML from elsewhere: no comments, no CDATA, no doctype.

/// A node: an element, or what stands between elements as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text and the declaration, as they are written.
    Raw(String),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name with its prefix: `w:pPr`.
    pub name: String,
    /// Its attributes as they are written, with the blank in front.
    pub attributes: String,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Element {
    /// An element without content.
    pub fn empty(name: &str, attributes: &str) -> Self {
        let attributes =
            if attributes.is_empty() { String::new() } else { format!(" {attributes}") };
        Self { name: name.to_owned(), attributes, children: vec![] }
    }

    /// The first child of this name, made where there is none.
    pub fn child(&mut self, name: &str) -> Option<&mut Element> {
        let found = self.children.iter().position(|node| node.is(name));
        let at = found.unwrap_or_else(|| {
            self.children.insert(0, Node::Element(Self::empty(name, "")));
            0
        });
        match self.children.get_mut(at) {
            Some(Node::Element(element)) => Some(element),
            Some(Node::Raw(_)) | None => None,
        }
    }
}

impl Node {
    /// Whether it is an element of this name.
    pub fn is(&self, name: &str) -> bool {
        match self {
            Self::Element(element) => element.name == name,
            Self::Raw(_) => false,
        }
    }
}

/// Reads `xml`; none where it is not well formed.
pub fn read(xml: &str) -> Option<Vec<Node>> {
    let mut open: Vec<Element> = Vec::new();
    let mut top: Vec<Node> = Vec::new();
    let mut rest = xml;
    while !rest.is_empty() {
        let here = match open.last_mut() {
            Some(element) => &mut element.children,
            None => &mut top,
        };
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            here.push(Node::Raw(rest[..end].to_owned()));
            rest = &rest[end..];
            continue;
        };
        let (tag, behind) = tag.split_once('>')?;
        rest = behind;
        if tag.starts_with('?') {
            here.push(Node::Raw(format!("<{tag}>")));
        } else if let Some(name) = tag.strip_prefix('/') {
            let done = open.pop().filter(|element| element.name == name.trim())?;
            let here = open.last_mut().map_or(&mut top, |element| &mut element.children);
            here.push(Node::Element(done));
        } else {
            let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let tag = tag.trim_end();
            let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(end);
            let element = Element {
                name: name.to_owned(),
                attributes: attributes.to_owned(),
                children: vec![],
            };
            if is_empty {
                here.push(Node::Element(element));
            } else {
                open.push(element);
            }
        }
    }
    open.is_empty().then_some(top)
}

/// Writes `nodes`.
pub fn write(nodes: &[Node]) -> String {
    let mut xml = String::new();
    write_to(&mut xml, nodes);
    xml
}

fn write_to(xml: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Raw(raw) => xml.push_str(raw),
            Node::Element(Element { name, attributes, children }) => {
                xml.push('<');
                xml.push_str(name);
                xml.push_str(attributes);
                if children.is_empty() {
                    xml.push_str("/>");
                } else {
                    xml.push('>');
                    write_to(xml, children);
                    xml.push_str("</");
                    xml.push_str(name);
                    xml.push('>');
                }
            }
        }
    }
}
