//! Laws of the door: a reading with positions finds what a reading without them finds, and finds it where it is.

use proptest::prelude::*;

use super::node::{Node, Shape, end_of_value};
use super::{door, simple};

/// Calls `look` with each value of a tree, from the outside in, keys before their values.
fn each<'n, 't>(node: &'n Node<'t>, look: &mut impl FnMut(&'n Node<'t>)) {
    look(node);
    match &node.shape {
        Shape::List(items) => items.iter().for_each(|item| each(item, look)),
        Shape::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            each(key, look);
            each(value, look);
        }),
        _ => {}
    }
}

fn without_places(mut node: Node<'_>) -> Node<'_> {
    node.at = 0;
    match &mut node.shape {
        Shape::List(items) => items.iter_mut().for_each(|item| *item = without_places(item.clone())),
        Shape::Map(pairs) => {
            for (key, value) in pairs {
                (*key, *value) = (without_places(key.clone()), without_places(value.clone()));
            }
        }
        _ => {}
    }
    node
}

/// YAML of some size, all of it right, in flow and block form, with text that tempts.
fn yaml() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(vec![
        "word",
        "two words",
        "\"quoted: [x]\"",
        "'it''s'",
        "12",
        "1.50",
        "true",
        "~",
        "é 🌻",
        "2011-09-25",
        "\"a\\nb\"",
        "a*b",
        "'*x'",
    ]);
    let flow = scalar.prop_map(str::to_owned).prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec((scalar_key(), inner), 0..4).prop_map(|pairs| {
                let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{{}}}", pairs.join(", "))
            }),
        ]
        .boxed()
    });
    let entry = prop_oneof![
        (scalar_key(), flow.clone()).prop_map(|(key, value)| format!("{key}: {value}\n")),
        (scalar_key(), prop::collection::vec(flow, 1..4))
            .prop_map(|(key, items)| format!("{key}:\n  - {}\n", items.join("\n  - "))),
        scalar_key().prop_map(|key| format!("{key}: |\n  text: [x\n\n  more é\n")),
        scalar_key().prop_map(|key| format!("{key}:\r\n")),
    ];
    prop::collection::vec(entry, 1..5).prop_map(|entries| entries.concat())
}

fn scalar_key() -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(vec!["a", "key", "a key", "\"quoted\"", "é", "7"])
}

proptest! {
    #[test]
    fn positions_change_nothing(text in yaml()) {
        let plain = door::read(&text).expect("right yaml");
        let placed = door::read_placed(&text).expect("right yaml");
        prop_assert_eq!(&without_places(placed), &plain);
        if let Some(simple) = simple::read(&text) {
            prop_assert_eq!(simple, plain);
        }
    }

    #[test]
    fn a_value_is_where_it_is_said_to_be(text in yaml()) {
        let placed = door::read_placed(&text).expect("right yaml");
        let mut latest = 0;
        each(&placed, &mut |node| {
            assert!(node.at >= latest, "values come in the order of the text: {text:?}");
            latest = node.at;
            let written = &text[node.at..end_of_value(&text, node.at)];
            match &node.shape {
                Shape::List(_) => assert!(written.starts_with(['[', '-']), "{written:?} in {text:?}"),
                Shape::Text(value) if !written.starts_with(['"', '\'', '|']) => {
                    assert!(written.starts_with(value.as_ref()), "{written:?} in {text:?}");
                }
                Shape::Number(_) | Shape::Bool(_) => assert!(!written.is_empty(), "{text:?}"),
                _ => {}
            }
        });
    }
}
