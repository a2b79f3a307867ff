package cli_test

import "strings"

// badForms are files that are no scenario, or lead nowhere.
var badForms = []badInput{
	// Variants.
	{name: "ErrVariantOfVariant", replace: []string{"\nexpect:", "\nvariants: {calm: {variants: {calmer: {faults: []}}}}\nexpect:"}, told: `
PATH:21:19: a variant can't have the key "variants"; expected that key at the top of the file only
    variants: {calm: {variants: {calmer: {faults: []}}}}
                      ^`},
	{name: "ErrCycle", replace: []string{"\nexpect:", "\nvariants: &v {calm: *v}\nexpect:"}, told: `
PATH:21:21: the alias *v has no anchor &v that is complete before it
    variants: &v {calm: *v}
                        ^`},
	{name: "ErrVariantAsBase", replace: []string{"\nexpect:", "\nvariants: {as-it-happened: {faults: []}}\nexpect:"}, told: `
PATH:21:12: "as-it-happened" is the name of what the file tells outside of its variants; expected another name, or a key base that names that
    variants: {as-it-happened: {faults: []}}
               ^`},
	{name: "ErrOnlyInVariant", replace: []string{"\nexpect:", "\nvariants: {short: {clock: {until: 2022-06-14T10:00:00Z}}}\nexpect:"}, told: `
PATH:17:12: 2022-06-14T11:00:00Z lies outside of the clock (in variant short); expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T10:00:00Z
        until: 2022-06-14T11:00:00Z
               ^`},
	// Files beside it.
	{name: "ErrNoRuleFile", replace: []string{"rules: default", "rules: nowhere.yml"}, told: `
PATH:13:21: nowhere.yml beside PATH: file does not exist; expected a file beside the scenario
      alerting: {rules: nowhere.yml, alertmanager: default}
                        ^`},
	{name: "ErrRuleFileOutside", replace: []string{"rules: default", "rules: ../team.yml"}, told: `
PATH:13:21: "../team.yml" does not lie beside PATH; expected a relative path that stays there
      alerting: {rules: ../team.yml, alertmanager: default}
                        ^`},
	{name: "ErrRuleFileFolder", replace: []string{"rules: default", "rules: ."}, told: `
PATH:13:21: . beside PATH: a folder
      alerting: {rules: ., alertmanager: default}
                        ^`},
	{name: "ErrRuleSyntax", replace: []string{"rules: default", "rules: team.yml"}, beside: "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(rate(\n  - alert: B\n    expr: 1 +\n", told: `
DIR/team.yml:5:11: group "g", rule 1, "A": could not parse expression: 1:10: parse error: unclosed left parenthesis (the file is named in PATH:13:21)
        expr: sum(rate(
              ^
DIR/team.yml:7:11: group "g", rule 2, "B": could not parse expression: 1:4: parse error: unexpected end of input (the file is named in PATH:13:21)
        expr: 1 +
              ^`},
	{name: "ErrRuleKeys", replace: []string{"rules: default", "rules: team.yml"}, beside: "groups:\n- name: g\n  rules:\n  - alert: A\n    exrp: vector(1)\n    untli: 5m\n", told: `
DIR/team.yml:5:5: unknown key "exrp" (the file is named in PATH:13:21)
        exrp: vector(1)
        ^
DIR/team.yml:6:5: unknown key "untli" (the file is named in PATH:13:21)
        untli: 5m
        ^`},
	{name: "ErrRuleNoYAML", replace: []string{"rules: default", "rules: team.yml"}, beside: "groups: [\n", told: `
DIR/team.yml:1:1: did not find expected node content (the file is named in PATH:13:21)
    groups: [
    ^`},
	{name: "ErrReceiver", replace: []string{"alertmanager: default", "alertmanager: team.yml"}, beside: "route: {receiver: nobody}\nreceivers: [{name: chat}]\n", told: `
PATH:13:44: team.yml: undefined receiver "nobody" used in route
      alerting: {rules: default, alertmanager: team.yml}
                                               ^`},
	{name: "ErrAlertmanagerKey", replace: []string{"alertmanager: default", "alertmanager: team.yml"}, beside: "route: {receiver: chat}\nreceivers: [{name: chat}]\nsilences: []\n", told: `
DIR/team.yml:3:1: unknown key "silences" (the file is named in PATH:13:44)
    silences: []
    ^`},
	// Form.
	{name: "ErrEmpty", whole: "\n", told: `
PATH:1:1: the file is empty; expected a scenario`},
	{name: "ErrNoMap", whole: "- a\n- b\n", told: `
PATH:1:1: a list is no scenario; expected a map with …
    - a
    ^`},
	{name: "ErrTab", replace: []string{"    inject:", "\tinject:"}, told: `
PATH:19:1: a tab; expected spaces: YAML does not allow tabs for indentation
    	inject: {status: 503}
    ^`},
	{name: "ErrOpenBrace", replace: []string{"{status: 503}", "{status: 503"}, told: `
PATH:20:1: a map in braces that is not closed; expected a comma or }
    team: {zones: [Europe/London], hours: 09:00-17:30}
    ^`},
	{name: "ErrColon", replace: []string{"title: Outlook.com answers", "title: Outlook.com: answers"}, told: `
PATH:2:8: a colon or a line that does not belong here; expected text with a colon in quotes, and keys of one map indented alike
    title: Outlook.com: answers 503
           ^`},
	{name: "ErrGarbage", whole: "\x7fELF\x02\x01\x01\x00\x00", told: `
PATH:1:5: byte 0x02 is no text; expected YAML in UTF-8`},
	{name: "ErrLatin1", replace: []string{"answers", "caf\xe9"}, told: `
PATH:2:23: byte 0xe9 is no text; expected YAML in UTF-8`},
	{name: "ErrUTF16", whole: "\xff\xfen\x00a\x00m\x00e\x00", told: `
PATH:1:1: byte 0xff is no text; expected YAML in UTF-8`},
	{name: "ErrCRLF", replace: []string{"\n", "\r\n", "seed: 1", "seed: one"}, told: `
PATH:4:7: text can't stand here; expected a whole number, 0 or above
    seed: one
          ^`},
	{name: "ErrCR", replace: []string{"\n", "\r"}, told: `
PATH:1:12: byte 0x0d is no text; expected YAML in UTF-8
    name: small�title: Outlook.com answers 503�clock: {from: 2022-06-14T08:00:00Z, until: 2022-06-14T14:00:00Z}�seed: 1�flee...
               ^`},
	{name: "ErrBOM", replace: []string{"name: small", "\ufeffname: small", "seed: 1", "seed: one"}, told: `
PATH:4:7: text can't stand here; expected a whole number, 0 or above
    seed: one
          ^`},
	{name: "ErrTwoDocuments", replace: []string{"\nteam:", "\n---\nteam:"}, told: `
PATH:20:1: a second document starts here; expected one scenario a file
    ---
    ^`},
	{name: "ErrMergeKey", replace: []string{"seed: 1", "seed: 1\n<<: {era: 2022}"}, told: `
PATH:5:1: a merge key (<<); expected plain keys; an alias may stand for a whole value
    <<: {era: 2022}
    ^`},
	{name: "ErrTag", replace: []string{"seed: 1", "seed: !!int 1"}, told: `
PATH:4:7: a YAML tag; expected a plain value
    seed: !!int 1
          ^`},
	{name: "ErrAliasNowhere", replace: []string{"seed: 1", "seed: *s"}, told: `
PATH:4:7: the alias *s has no anchor &s that is complete before it
    seed: *s
          ^`},
	{name: "ErrDeepNesting", whole: "name: " + strings.Repeat("[", 300_000), told: `
PATH:1:1007: the file is nested too deeply; expected at most 50 levels
    ...[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
                                                                             ^`},
	{name: "ErrBomb", whole: bomb(9), told: `
PATH:5:25: the aliases of this file stand for too many values; expected at most 50000 in all
    a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
                            ^`},
	{name: "Err50MB", whole: strings.Repeat("# not much of a scenario\n", 2_000_000), told: `
PATH:1:1: the file has 50000000 bytes; expected at most 1048576`},
	{name: "ErrManyLines", whole: strings.Repeat("\n", 30_000), told: `
PATH:1:1: the file has 30000 lines; expected at most 20000`},
	{name: "ErrSeveral", replace: []string{"seed: 1", "sead: 1", "mailboxes: 12", "mailboxes: many", "poll: 15m", "poll: soon", "after: overload, within: 30m", "after: overlaod, within: 30m", "zones: [Europe/London]", "zones: [Mars]"}, told: `
PATH:1:1: the key "seed" is missing; expected a whole number, 0 or above
    name: small
    ^
PATH:4:1: unknown key "sead"; expected one of …; did you mean "seed"?
    sead: 1
    ^
PATH:6:55: text can't stand here; expected a whole number
      - {name: outlook, provider: outlook.com, mailboxes: many, authorization: live, address: {custom_domain: 0.25}}
                                                          ^
PATH:12:16: "soon" is not a duration; expected a number with a unit, as 90s or 15m
      sync: {poll: soon}
                   ^
PATH:20:16: "Mars" is not a time zone; expected a name of the IANA database, as Europe/London
    team: {zones: [Mars], hours: 09:00-17:30}
                   ^
PATH:22:60: no fault is called "overlaod"; expected one of overload; did you mean "overload"?
      - alert: {level: look_now, provider: outlook.com, after: overlaod, within: 30m}
                                                               ^`},
}
