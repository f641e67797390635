//! What the worker does, by the name in the message.

/// A response as JSON with its bytes; an error is a text for the error report.
pub type Answer = Result<(String, Vec<Vec<u8>>), String>;

/// Answers a request to a service: JSON and bytes in, JSON and bytes out.
///
/// # Errors
/// A text for the error report: no such service, or a request that it cannot read.
pub fn answer(service: &str, json: &str, blobs: Vec<Vec<u8>>) -> Answer {
    match service {
        "engine" => engine(json, blobs),
        "papers" => papers(json),
        "seal" => bcd_seal::work::answer(json, blobs),
        _ => Err(format!("no service: {service}")),
    }
}

fn engine(json: &str, blobs: Vec<Vec<u8>>) -> Answer {
    let request = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let (response, blobs) = bcd_core::engine::handle(request, blobs);
    Ok((serde_json::to_string(&response).map_err(|error| error.to_string())?, blobs))
}

fn papers(json: &str) -> Answer {
    let (made, blobs) = bcd_papers::work::answer(json).map_err(|error| error.to_string())?;
    Ok((serde_json::to_string(&made).map_err(|error| error.to_string())?, blobs))
}
