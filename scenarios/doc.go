// Package scenarios reads scenario files: a fleet of mailboxes, a timeline of
// what the provider does wrong, the settings of the system under test, what
// people do, and what must hold. The files that come with the program lie beside
// it, with their alert rules under alerts/ and the schema for editors in
// schema.json.
//
// # The file
//
// One YAML document of at most 1 MiB and 20,000 lines. Keys that are marked * are required; an
// unknown key, a value of the wrong type and a reference that leads nowhere are
// errors, told all at once with line, column, excerpt and what was expected.
//
//	name*       lower case letters, digits and dashes
//	title*      one line for people
//	note        sources and modelling assumptions; shown in the report
//	clock*      {from*, until*}: instants in RFC 3339, at most a year apart
//	seed*       of every draw: the same file and seed give the same history
//	era         year whose provider behaviour holds; default: the year of clock.from
//	fleet*      list of {name*, provider*, mailboxes*, authorization*, address}
//	cohorts     map from a name to {provider, fleet, authorization, address};
//	            a cohort for each provider exists without being named
//	provider    what differs from the default provider: live_reads_me
//	owners      the people whose mailboxes are synchronised: edits_per_day,
//	            writes_per_day, reads_per_day, time_zone (UTC), waking (07:00-23:30),
//	            events (30), complain: {share*, after*}, relink: {answer*, after*:
//	            {median*, p95}, decline, other_account, twice}
//	system      settings of the system under test; it alone knows what they mean
//	faults      list of rules {name*, at, until | every, for, match, inject*, note,
//	            may_miss}; see package fault
//	sinks       list of {name* (chat, pager), down*: {from*, until}}
//	kills       list of {at*, down (30s)}: the system under test is killed, and
//	            started again with what it had saved
//	team        zones (UTC), hours (09:00-17:30, Monday to Friday), skims_chat
//	            (09:15), support_hands_on_after, cadence, attention: {full*,
//	            blind*} (5 and 60)
//	operators   list of steps: at | on (page, low_page, ticket, chat) with after,
//	            and one of post, try (with for, 20m), deploy, enable, relink; note
//	expect      list of expectations, each with one of cache, failing, alert,
//	            noticed, recovered, makeup, relink, claim, silence, tried, chat,
//	            fresh, writes, and name
//	base        name of what the file tells outside of its variants
//	            (as-it-happened)
//	variants    map from a name to what is different in it
//
// The types in file.go, in people.Owners, people.Team, people.Step and in
// fault.Rule say what every key means.
//
// # Values
//
// A duration is written 90s, 15m or 1h30m, in whole milliseconds; a share 0.2 or
// 20%; bounds on a share 1.0 (exactly) or 0.9..0.95; an instant
// 2022-03-01T23:00:00Z; a time of day 09:15; hours 09:00-17:30; a time zone by its
// IANA name. Shares are exact quotas over a keyed permutation, not coin tosses.
// Text that looks like a number or like true is put in quotes, and so is an instant
// or a time of day that stands in a list in brackets. An alias may stand
// for a whole value; merge keys (<<), tags and null are not used.
//
// # Variants
//
// A variant is the file once more with something different: maps merge key by
// key, lists and plain values replace. expect is not inherited, since another
// course of events has other outcomes: a variant without it expects nothing. name,
// base and variants belong to the file and can't stand in a variant. What is wrong
// only with a variant in place says so.
//
// # Files beside it
//
// Settings may name files, as alert rules, by a path relative to the scenario.
// They are read through Source.ReadFile, which does not lead out of the
// scenario's directory. Options.CheckSettings lets the system's adapter look into
// them while the scenario is read.
//
// # A new key
//
//  1. A field with yaml and json tags in its struct: file.go, or the configuration
//     type of the package that acts on it (people.Team, fault.Rule). omitempty,
//     unless the key is required. The zero value must mean what a file without the
//     key means.
//  2. A text of fixed choices goes into choices, a scalar of a new form becomes a
//     type with UnmarshalText, whose error ends in "; expected ...", and an entry in
//     textSchemas.
//  3. A sentence for editors in descriptions, when the name alone does not tell
//     unit, default or meaning; the list above, when the key is one of the file's.
//  4. What a type can't tell, as a name that must exist or an instant within the
//     clock, is a check in check_*.go with a row in TestMistakes. Mistakes carry a
//     place, and what was expected.
//  5. go test ./harness/ours -run Schema -update writes schema.json anew.
//  6. Whoever acts on it reads it from File; harness/world hands it on to the
//     provider, the people and the system. A key that nobody reads is a lie.
//
// A setting of the system under test needs none of this: its own type says how it
// is read (Options.Settings).
package scenarios
