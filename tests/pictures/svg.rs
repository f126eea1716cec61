//! Drawings: what draws stays, what runs or leads elsewhere goes.

use expect_test::{Expect, expect};
use goodturn::ground::picture::Kind;
use goodturn::render::image::scrub;

fn check(svg: &str, expected: Expect) {
    expected.assert_eq(&String::from_utf8(scrub(Kind::Svg, svg.as_bytes()).unwrap()).unwrap());
}

#[test]
fn what_draws_stays() {
    check(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A &amp; B</title><style>.a{fill:url(#g)}</style><path class="a" d="M0 0h9&#10;z"/><use href="#x"/></svg>"##,
        expect![[r##"
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A &amp; B</title><style>.a{fill:url(#g)}</style><path class="a" d="M0 0h9&#10;z"/><use href="#x"/></svg>
        "##]],
    );
}

#[test]
fn what_runs_or_leads_elsewhere_goes() {
    check(
        r##"<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?><!DOCTYPE svg [<!ENTITY a "b">]>
<!-- made by Maya on C:\Users\Maya --><svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="s" sodipodi:docname="C:\Users\Maya\x.svg" onload="alert(1)">
<script>alert(1)</script><foreignObject><body onload="x()"/></foreignObject><metadata>Maya</metadata>
<image href="https://evil.example/p.png"/><a href="javascript:alert(1)"><rect style="fill:url(https://evil.example)"/></a>
<style>@import "https://evil.example";</style><set attributeName="href" to="javascript:alert(1)"/><text>&a;&lt;b</text></svg>"##,
        expect![[r#"
            <svg xmlns="http://www.w3.org/2000/svg">

            <image/><a><rect/></a>
            <style></style><text>&lt;b</text></svg>
        "#]],
    );
}

#[test]
fn what_is_no_drawing_is_refused() {
    for svg in ["<svg><g></svg>", "<html><svg/></html>", "<svg", "", "<svg a=\"&x;\"/>"] {
        assert!(scrub(Kind::Svg, svg.as_bytes()).is_err(), "{svg}");
    }
}
