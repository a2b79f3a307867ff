package scenarios_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/scenarios"
)

// Each row spoils the good scenario by replacing one text and lists all that
// must be said of it.
func TestMistakes(t *testing.T) {
	for name, row := range map[string]struct {
		old, new string
		told     []string
	}{
		"UnknownKey": {"mailboxes: 12", "mailbxes: 12", []string{
			`6:5: the key "mailboxes" is missing; expected a whole number`,
			`8:5: unknown key "mailbxes"; expected one of name, provider, mailboxes, authorization, address; did you mean "mailboxes"?`}},
		"UnknownKeyAtTop": {"seed: 1", "seed: 1\nbogus: 2", []string{
			`5:1: unknown key "bogus"; expected one of name, title, note, clock, seed, era, fleet, cohorts, provider, owners, system, faults, sinks, kills, team, operators, expect`}},
		"MissingKey":        {"title: Demo\n", "", []string{`1:1: the key "title" is missing; expected text`}},
		"DuplicateKey":      {"seed: 1", "seed: 1\nseed: 2", []string{`5:1: the key "seed" stands in this map already, in line 4; expected each key once`}},
		"TextForNumber":     {"mailboxes: 12", "mailboxes: twelve", []string{`8:16: text can't stand here; expected a whole number`}},
		"QuotedNumber":      {"mailboxes: 12", `mailboxes: "12"`, []string{`8:16: text can't stand here; expected a whole number`}},
		"FractionForNumber": {"mailboxes: 12", "mailboxes: 1.5", []string{`8:16: 1.5 can't stand here; expected a whole number`}},
		"NegativeSeed":      {"seed: 1", "seed: -1", []string{`4:7: -1 can't stand here; expected a whole number, 0 or above`}},
		"SeedTooLarge":      {"seed: 1", "seed: 18446744073709551616", []string{`4:7: 18446744073709551616 can't stand here; expected a whole number, 0 or above`}},
		"NumberForText":     {"title: Demo", "title: 12", []string{`2:8: the number 12 can't stand here; expected text; in quotes, as "12", it is text`}},
		"MapForText":        {"title: Demo", "title: {a: 1}", []string{`2:8: a map can't stand here; expected text`}},
		"TextForMap":        {"owners: {edits_per_day: 3}", "owners: none", []string{`13:9: text can't stand here; expected a map with edits_per_day, writes_per_day, reads_per_day, time_zone, waking, events, series, complain or relink`}},
		"MapForList":        {"    faults: []", "    faults: {}", []string{`32:13: a map can't stand here; expected a list`}},
		"NoValue":           {"seed: 1", "seed:", []string{`4:1: no value can't stand here; expected a whole number, 0 or above`}},
		"TextForTruth":      {"holds: false", "holds: maybe", []string{`27:46: text can't stand here; expected true or false`}},
		"Duration":          {"poll: 15m", "poll: 15", []string{`15:16: "15" is not a duration; expected a number with a unit, as 90s, 15m or 36h`}},
		"Instant": {"2022-06-14T09:30:00Z", "2022-06-31T09:30:00Z", []string{
			`18:9: "2022-06-31T09:30:00Z" is not an instant; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`}},
		"Hours":  {"09:00-17:30", "17:30-09:00", []string{`22:15: the hours 17:30-09:00 end before they begin`}},
		"Share":  {"custom_domain: 0.25", "custom_domain: 25", []string{`10:30: "25" is not a share; expected a number from 0 to 1, or from 0% to 100%`}},
		"Bounds": {"0.9..1.0", "1.0..0.9", []string{`28:59: "1.0..0.9" is not a share or a range of shares; expected as 1.0, 0.9..0.95 or 90%..95%`}},
		"ListForTime": {"by: 2022-06-14T12:00:00Z", "by: [1]", []string{
			`28:73: a list can't stand here; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`}},
		"Choice":      {"provider: outlook.com\n", "provider: outlok.com\n", []string{`7:15: "outlok.com" can't stand here; expected outlook.com or microsoft365; did you mean "outlook.com"?`}},
		"Name":        {"name: demo", "name: Demo 1", []string{`1:7: "Demo 1" is not a name; expected lower case letters, digits and dashes`}},
		"SettingsKey": {"sync: {poll: 15m}", "sync: {pol: 15m}", []string{`15:10: unknown key "pol"; expected one of poll, share, retries, backoff; did you mean "poll"?`}},
		"SettingsText": {"sync: {poll: 15m}", "routing: {hint: postcode}", []string{
			`15:19: "postcode" is not a routing hint; expected none, email or mailbox_id`}},
		"SettingsNoMap": {"system:\n  sync: {poll: 15m}", "system: fast", []string{`14:9: text can't stand here; expected a map of settings`}},

		"ClockBackwards": {"until: 2022-06-14T14:00:00Z", "until: 2022-06-14T07:00:00Z", []string{
			`3:44: the clock ends at or before its start; expected an instant after 2022-06-14T08:00:00Z`}},
		"ClockTooLong": {"until: 2022-06-14T14:00:00Z", "until: 2024-06-14T14:00:00Z", []string{
			`3:44: the clock runs for 731 days; expected a year at most`}},
		"FaultOutside": {"at: 2022-06-14T09:30:00Z", "at: 2022-06-13T09:30:00Z", []string{
			`18:9: 2022-06-13T09:30:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`}},
		"ExpectationOutside": {"by: 2022-06-14T12:00:00Z", "by: 2022-06-15T12:00:00Z", []string{
			`28:73: 2022-06-15T12:00:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`}},
		"TooManyMailboxes": {"mailboxes: 12", "mailboxes: 100001", []string{`8:16: 100001 mailboxes; expected 1 to 100000`}},
		"NoMailboxes":      {"mailboxes: 12", "mailboxes: 0", []string{`8:16: 0 mailboxes; expected 1 to 100000`}},
		"SharesTogether":   {"{custom_domain: 0.25}", "{custom_domain: 0.7, other_sign_in: 0.4}", []string{`10:14: custom_domain and other_sign_in are 1.1 of the fleet together; expected 1 at most`}},
		"ListedAboveCustom": {"{custom_domain: 0.25}", "{custom_domain: 0.25, custom_domain_listed: 0.5}", []string{
			`10:58: 0.5 is more than custom_domain, which it is a part of; expected 0.25 at most`}},
		"UnlistedAboveStandard": {"{custom_domain: 0.25}", "{custom_domain: 0.25, standard_unlisted: 0.8}", []string{
			`10:55: 0.8 is more than the standard addresses, which it is a part of; expected 0.75 at most`}},
		"WorkAccountOnLive": {"provider: outlook.com\n    m", "provider: microsoft365\n    m", []string{
			`9:20: work and school accounts can't be linked through live; expected identity_platform`}},
		"EmptyFleet":        {good[strings.Index(good, "fleet:"):strings.Index(good, "cohorts:")], "fleet: []\n", []string{`5:8: the list of fleets is empty; expected at least one`, `20:81: no fleet is called "outlook"; expected none: the file names no fleet`}},
		"UnknownFleet":      {"fleet: outlook}", "fleet: outlok}", []string{`25:81: no fleet is called "outlok"; expected one of outlook; did you mean "outlook"?`}},
		"UnknownCohort":     {"cohort: standard", "cohort: standrad", []string{`28:25: no cohort is called "standrad"; expected one of standard; did you mean "standard"?`}},
		"UnknownFault":      {"after: overload", "after: overlord", []string{`28:42: no fault is called "overlord"; expected one of overload; did you mean "overload"?`}},
		"UnknownCohortHit":  {"match: {provider: outlook.com}", "match: {cohort: vip}", []string{`20:21: no cohort is called "vip"; expected one of standard`}},
		"CohortOfProvider":  {"  standard: {", "  outlook.com: {}\n  standard: {", []string{`12:3: "outlook.com" is not a name; expected lower case letters, digits and dashes`, `12:3: "outlook.com" is the cohort of that provider already; expected another name`}},
		"DuplicateFault":    {"team:", "  - {name: overload, at: 2022-06-14T12:00:00Z, inject: {status: 500}}\nteam:", []string{`22:12: name "overload" is the name of fault number 1 already; expected another name`}},
		"TwoInjections":     {"inject: {status: 503}", "inject: {status: 503, refuse: true}", []string{`21:13: inject has several kinds, status, refuse; expected one, and latency beside it at most`}},
		"EmptyInjection":    {"inject: {status: 503}", "inject: {}", []string{`21:13: inject is empty; expected one of routing, status, throttle, timeout, refuse, reset, cut_body, malformed, html, gone, token, notifications, subscription, stale_reads, latency`}},
		"FaultBackwards":    {"until: 2022-06-14T11:00:00Z", "until: 2022-06-14T09:00:00Z", []string{`19:12: until is not after at; expected an instant after it`}},
		"UnknownOperation":  {"match: {provider: outlook.com}", "match: {operation: [delta]}", []string{`20:25: "delta" can't stand here; expected authorize, token, discovery, keys, me, calendars.list, calendar.get, events.list, event.get, calendarview, calendarview.delta, event.create, event.update, event.delete, subscription.create, subscription.renew, subscription.delete or notification`}},
		"StepDoesNothing":   {"    post: {state: identified, text: we look, claims: {healthy: {select: {fleet: outlook}, share: 0.5}}}", "    note: thinking", []string{`24:5: the step does nothing; expected one of post, try, deploy, enable, relink`, `27:17: no status post of 2022-06-14T10:00:00Z claims anything; expected a post with claims among the operators`}},
		"StepDoesTwoThings": {"    post: {", "    enable: {}\n    post: {", []string{`26:5: the step does several things: enable and post; expected one of them`}},
		"StepAtAndOn":       {"  - at: 2022-06-14T10:00:00Z", "  - at: 2022-06-14T10:00:00Z\n    on: page", []string{`25:5: the step has both at and on; expected one of them`}},
		"StepWithoutTime":   {"  - at: 2022-06-14T10:00:00Z\n    post", "  - post", []string{`24:5: the step has no time; expected at, or on with after`}},
		"AfterWithoutOn":    {"    post: {", "    after: 5m\n    post: {", []string{`25:5: after stands without on; expected the signal that it is counted from`}},
		"ForWithoutTry":     {"    post: {", "    for: 5m\n    post: {", []string{`25:10: only a try lasts for a time; expected for beside try`}},
		"PostSaysNothing":   {"text: we look", `text: " "`, []string{`25:37: the post says nothing; expected text`}},
		"ExpectsNothing":    {"  - claim: {at: 2022-06-14T10:00:00Z, holds: false}", "  - name: hope", []string{`27:5: the expectation expects nothing; expected one of cache, failing, alert, noticed, recovered, makeup, relink, claim, silence, tried, chat, fresh, writes`}},
		"ExpectsTwoThings":  {"holds: false}", "holds: false}\n    silence: {at_most: 1h}", []string{`28:5: the expectation has several kinds: claim and silence; expected one of them`}},
		"MisspeltKind":      {"- recovered: {cohort: standard, after: overload, share: 0.9..1.0, by: 2022-06-14T12:00:00Z}", "- recoverd: {}", []string{`28:5: unknown key "recoverd"; expected one of name, cache, failing, alert, noticed, recovered, makeup, relink, claim, silence, tried, chat, fresh, writes; did you mean "recovered"?`}},
		"CohortAndSelect":   {"{cohort: standard, ", "{cohort: standard, select: {}, ", []string{`28:35: both cohort and select; expected one of them`}},
		"RelinkHalf":        {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "relink: {share: 0.5}", []string{`27:14: share stands without cohort and by; expected whose share, or the share of all by when`}},
		"SilenceEmpty":      {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "silence: {}", []string{`27:14: the expectation expects nothing; expected at_least, at_most or both`}},
		"ChatEmpty":         {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "chat: {after: overload}", []string{`27:11: the expectation expects nothing; expected at_least, at_most or both`}},
		"ChatBackwards":     {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "chat: {at_least: 3, at_most: 2}", []string{`27:34: 2 messages; expected 3 or above`}},
		"ChatNegative":      {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "chat: {at_least: -1}", []string{`27:22: -1 messages; expected 0 or above`}},
		"ChatAfter":         {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "chat: {after: overlode, at_most: 2}", []string{`27:19: no fault is called "overlode"; expected one of overload; did you mean "overload"?`}},
		"SinkName":          {"team: {hours", "sinks: [{name: fax, down: {from: 2022-06-14T10:00:00Z}}]\nteam: {hours", []string{`22:16: "fax" can't stand here; expected chat or pager`}},
		"SinkBackwards":     {"team: {hours", "sinks: [{name: chat, down: {from: 2022-06-14T10:00:00Z, until: 2022-06-14T10:00:00Z}}]\nteam: {hours", []string{`22:64: the span ends at or before its start; expected an instant after 2022-06-14T10:00:00Z`}},
		"SinkTwice": {"team: {hours", "sinks: [{name: chat, down: {from: 2022-06-14T10:00:00Z}}, {name: pager, down: {from: 2022-06-14T11:00:00Z}}, {name: chat, down: {from: 2022-06-14T12:00:00Z}}]\nteam: {hours", []string{
			`22:136: the chat is down already, from 2022-06-14T10:00:00Z; expected spans apart from each other`}},
		"SinkOutside":           {"team: {hours", "sinks: [{name: chat, down: {from: 2022-06-13T10:00:00Z}}]\nteam: {hours", []string{`22:35: 2022-06-13T10:00:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`}},
		"Fresh":                 {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {cohort: standard, from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: 2m, share: 0.9..1.0}", nil},
		"FreshSelect":           {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {select: {fleet: outlook}, from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: 2m, share: 1}", nil},
		"FreshEmpty":            {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {}", []string{`27:12: the key "from" is missing; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`, `27:12: the key "until" is missing; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`, `27:12: the key "within" is missing; expected a number with a unit, as 90s, 15m or 36h`, `27:12: the key "share" is missing; expected as 1.0, 0.9..0.95 or 90%..95%`}},
		"FreshBackwards":        {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T10:00:00Z, until: 2022-06-14T09:00:00Z, within: 2m, share: 1}", []string{`27:48: until is not after from; expected an instant after it`}},
		"FreshNoSpan":           {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T09:00:00Z, until: 2022-06-14T09:00:00Z, within: 2m, share: 1}", []string{`27:48: until is not after from; expected an instant after it`}},
		"FreshOutside":          {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-13T09:00:00Z, until: 2022-06-15T10:00:00Z, within: 2m, share: 1}", []string{`27:19: 2022-06-13T09:00:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`, `27:48: 2022-06-15T10:00:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`}},
		"FreshAtTheEdges":       {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T08:00:00Z, until: 2022-06-14T14:00:00Z, within: 2m, share: 1}", nil},
		"FreshNever":            {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: never, share: 1}", []string{`27:78: "never" is not a duration; expected a number with a unit, as 90s, 15m or 36h`}},
		"FreshNegative":         {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: -2m, share: 1}", []string{`27:78: the duration -2m is negative; expected 0s or more`}},
		"FreshCohort":           {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {cohort: standart, from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: 2m, share: 1}", []string{`27:21: no cohort is called "standart"; expected one of standard; did you mean "standard"?`}},
		"FreshFleet":            {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {select: {fleet: outlok}, from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: 2m, share: 1}", []string{`27:29: no fleet is called "outlok"; expected one of outlook; did you mean "outlook"?`}},
		"FreshCohortAndSelect":  {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {cohort: standard, select: {}, from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: 2m, share: 1}", []string{`27:31: both cohort and select; expected one of them`}},
		"FreshShare":            {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T09:00:00Z, until: 2022-06-14T10:00:00Z, within: 2m, share: 0.9..1.5}", []string{`27:89: "0.9..1.5" is not a share or a range of shares; expected as 1.0, 0.9..0.95 or 90%..95%`}},
		"FreshKey":              {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "fresh: {from: 2022-06-14T09:00:00Z, by: 2022-06-14T10:00:00Z, within: 2m, share: 1}", []string{`27:12: the key "until" is missing; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`, `27:41: unknown key "by"; expected one of cohort, select, from, until, within, share`}},
		"Writes":                {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {cohort: standard, during: overload, by: 2022-06-14T10:00:00Z, share: 1}", nil},
		"WritesEmpty":           {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {}", []string{`27:13: the key "during" is missing; expected text`, `27:13: the key "by" is missing; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`, `27:13: the key "share" is missing; expected as 1.0, 0.9..0.95 or 90%..95%`}},
		"WritesOutside":         {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {during: overload, by: 2022-06-14T14:00:01Z, share: 1}", []string{`27:36: 2022-06-14T14:00:01Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`}},
		"WritesFault":           {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {during: overlord, by: 2022-06-14T10:00:00Z, share: 1}", []string{`27:22: no fault is called "overlord"; expected one of overload; did you mean "overload"?`}},
		"WritesCohort":          {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {cohort: vip, during: overload, by: 2022-06-14T10:00:00Z, share: 1}", []string{`27:22: no cohort is called "vip"; expected one of standard`}},
		"WritesCohortAndSelect": {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {cohort: standard, select: {fleet: outlook}, during: overload, by: 2022-06-14T10:00:00Z, share: 1}", []string{`27:32: both cohort and select; expected one of them`}},
		"WritesKey":             {"claim: {at: 2022-06-14T10:00:00Z, holds: false}", "writes: {after: overload, by: 2022-06-14T10:00:00Z, share: 1}", []string{`27:13: the key "during" is missing; expected text`, `27:14: unknown key "after"; expected one of cohort, select, during, by, share`}},

		"Kills":                  {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z}, {at: 2022-06-14T11:00:00Z, down: 1h}, {at: 2022-06-14T12:00:00Z}]\nteam: {hours", nil},
		"KillsNone":              {"team: {hours", "kills: []\nteam: {hours", nil},
		"KillAsItRunsAgain":      {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z}, {at: 2022-06-14T10:00:30Z}]\nteam: {hours", nil},
		"KillWhileDownByDefault": {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z}, {at: 2022-06-14T10:00:29Z}]\nteam: {hours", []string{`22:42: the system does not run then: it was killed at 2022-06-14T10:00:00Z; expected kills in order, each after the system runs again`}},
		"KillWhileDown":          {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z, down: 2h}, {at: 2022-06-14T11:59:59Z}]\nteam: {hours", []string{`22:52: the system does not run then: it was killed at 2022-06-14T10:00:00Z; expected kills in order, each after the system runs again`}},
		"KillAtOneInstant":       {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z}, {at: 2022-06-14T10:00:00Z}]\nteam: {hours", []string{`22:42: the system does not run then: it was killed at 2022-06-14T10:00:00Z; expected kills in order, each after the system runs again`}},
		"KillsOutOfOrder":        {"team: {hours", "kills: [{at: 2022-06-14T11:00:00Z}, {at: 2022-06-14T10:00:00Z}]\nteam: {hours", []string{`22:42: this kill comes before the one above it, at 2022-06-14T11:00:00Z; expected kills in order, each after the system runs again`}},
		"KillsSeveralMistakes":   {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z, down: 1h}, {at: 2022-06-14T10:30:00Z, down: 1h}, {at: 2022-06-14T11:00:00Z}]\nteam: {hours", []string{`22:52: the system does not run then: it was killed at 2022-06-14T10:00:00Z; expected kills in order, each after the system runs again`, `22:90: the system does not run then: it was killed at 2022-06-14T10:30:00Z; expected kills in order, each after the system runs again`}},
		"KillOutside":            {"team: {hours", "kills: [{at: 2022-06-13T10:00:00Z}]\nteam: {hours", []string{`22:14: 2022-06-13T10:00:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z`}},
		"KillAtTheEdges":         {"team: {hours", "kills: [{at: 2022-06-14T08:00:00Z}, {at: 2022-06-14T14:00:00Z}]\nteam: {hours", nil},
		"KillDownBeyondTheEnd":   {"team: {hours", "kills: [{at: 2022-06-14T13:00:00Z, down: 2h}]\nteam: {hours", nil},
		"KillNegative":           {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z, down: -1m}]\nteam: {hours", []string{`22:42: the duration -1m is negative; expected 0s or more`}},
		"KillWithoutTime":        {"team: {hours", "kills: [{down: 1m}]\nteam: {hours", []string{`22:9: the key "at" is missing; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`}},
		"KillKey":                {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z, for: 1m}]\nteam: {hours", []string{`22:36: unknown key "for"; expected one of at, down`}},
		"KillNoList":             {"team: {hours", "kills: {at: 2022-06-14T10:00:00Z}\nteam: {hours", []string{`22:8: a map can't stand here; expected a list`}},
		"KillDuration":           {"team: {hours", "kills: [{at: 2022-06-14T10:00:00Z, down: soon}]\nteam: {hours", []string{`22:42: "soon" is not a duration; expected a number with a unit, as 90s, 15m or 36h`}},
		"Attention":              {"team: {hours: 09:00-17:30}", "team: {attention: {full: 9, blind: 9}}", []string{`22:19: attention falls from 9 messages to 9; expected full 0 or above, and blind above full`}},

		"VariantKey":       {"    title: Calm", "    titel: Calm", []string{`31:5: unknown key "titel"; expected one of name, title, note, clock, seed, era, fleet, cohorts, provider, owners, system, faults, sinks, kills, team, operators, expect; did you mean "title"?`}},
		"VariantOfVariant": {"    title: Calm", "    variants: {}", []string{`31:5: a variant can't have the key "variants"; expected that key at the top of the file only`}},
		"VariantName":      {"    title: Calm", "    name: calm", []string{`31:5: a variant can't have the key "name"; expected that key at the top of the file only`}},
		"VariantNoMap":     {"  calm:\n    title: Calm\n    faults: []", "  calm: yes", []string{`30:9: text can't stand here; expected a map with what is different in the variant`}},
		"VariantAsBase":    {"  calm:", "  as-it-happened:", []string{`30:3: "as-it-happened" is the name of what the file tells outside of its variants; expected another name, or a key base that names that`}},
		"OnlyInVariant": {"    faults: []", "    cohorts: {standard: {fleet: none}}\n    clock: {until: 2022-06-14T09:00:00Z}", []string{
			`18:9: 2022-06-14T09:30:00Z lies outside of the clock (in variant calm); expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T09:00:00Z`,
			`19:12: 2022-06-14T11:00:00Z lies outside of the clock (in variant calm); expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T09:00:00Z`,
			`24:9: 2022-06-14T10:00:00Z lies outside of the clock (in variant calm); expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T09:00:00Z`,
			`32:33: no fleet is called "none"; expected one of outlook`}},
	} {
		t.Run(name, func(t *testing.T) {
			text := spoil(t, row.old, row.new)
			if row.told == nil {
				parse(t, text)
				return
			}
			assert.Equal(t, row.told, problems(t, text, options()))
		})
	}
}

// Files that are not YAML, or YAML that scenario files do not use.
func TestMistakesOfForm(t *testing.T) {
	for name, row := range map[string]struct {
		text string
		told []string
	}{
		"Empty":         {"", []string{"1:1: the file is empty; expected a scenario"}},
		"OnlyComments":  {"# nothing\n\n", []string{"1:1: the file is empty; expected a scenario"}},
		"NoMap":         {"- a\n- b\n", []string{"1:1: a list is no scenario; expected a map with name, title, clock, fleet, ..."}},
		"Text":          {"hello", []string{"1:1: text is no scenario; expected a map with name, title, clock, fleet, ..."}},
		"TwoDocuments":  {good + "---\nname: b\n", []string{"33:1: a second document starts here; expected one scenario a file"}},
		"Directive":     {"%YAML 1.2\n---\n" + good, []string{"1:1: a YAML directive; expected none: scenario files are plain YAML 1.2"}},
		"Tab":           {"name: a\nclock:\n\tfrom: x\n", []string{"3:1: a tab; expected spaces: YAML does not allow tabs for indentation"}},
		"OpenBrace":     {"name: a\nclock: {from: x\nseed: 1\n", []string{"3:1: a map in braces that is not closed; expected a comma or }"}},
		"OpenBracket":   {"name: a\nfleet: [1, 2\nseed: 1\n", []string{"3:1: a list in brackets that is not closed; expected a comma or ]"}},
		"OpenQuote":     {"name: 'a\nseed: 1\n", []string{"1:7: a quote that is never closed"}},
		"ColonInText":   {"title: one: two\n", []string{"1:8: a colon or a line that does not belong here; expected text with a colon in quotes, and keys of one map indented alike"}},
		"Indentation":   {"fleet:\n  - a\n - b\n", []string{"3:2: this line does not belong to what stands above it; expected items of one list, and keys of one map, indented alike"}},
		"Reserved":      {"title: @home\n", []string{"1:8: a character that can't start plain text; expected text in quotes"}},
		"Binary":        {"name: a\ntitle: b\x00c\n", []string{"2:9: byte 0x00 is no text; expected YAML in UTF-8"}},
		"Latin1":        {"name: a\ntitle: caf\xe9\n", []string{"2:11: byte 0xe9 is no text; expected YAML in UTF-8"}},
		"ManyLines":     {strings.Repeat("\n", 20_001), []string{"1:1: the file has 20001 lines; expected at most 20000"}},
		"TooLarge":      {strings.Repeat("# fill\n", 150_000), []string{"1:1: the file has 1050000 bytes; expected at most 1048576"}},
		"DeepBrackets":  {"a: " + strings.Repeat("[", 500_000), []string{"1:1004: the file is nested too deeply; expected at most 50 levels"}},
		"DeepDashes":    {strings.Repeat("- ", 500_000), []string{"1:2001: the file is nested too deeply; expected at most 50 levels"}},
		"DeepList":      {"name: " + strings.Repeat("[", 60) + strings.Repeat("]", 60), []string{"1:56: the file is nested too deeply; expected at most 50 levels"}},
		"AliasNowhere":  {spoilText("title: Demo", "title: *t"), []string{"2:8: the alias *t has no anchor &t that is complete before it"}},
		"AliasInItself": {spoilText("cohorts:", "cohorts: &c\n  loop: *c"), []string{"12:9: the alias *c has no anchor &c that is complete before it"}},
		"MergeKey":      {spoilText("seed: 1", "seed: 1\n<<: {era: 2022}"), []string{"5:1: a merge key (<<); expected plain keys; an alias may stand for a whole value"}},
		"Tag":           {spoilText("seed: 1", "seed: !!int 1"), []string{"4:7: a YAML tag; expected a plain value"}},
		"QuestionMark":  {spoilText("seed: 1", "? seed\n: 1"), []string{"1:1: the key \"seed\" is missing; expected a whole number, 0 or above", "4:1: a key introduced by ?; expected a plain key"}},
		"Bomb": {"a: &a [x, x, x, x, x, x, x, x, x, x]\n" + bomb("abcdefgh") + good,
			[]string{"5:20: the aliases of this file stand for too many values; expected at most 50000 in all"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, row.told, problems(t, row.text, options()))
		})
	}
}

func spoilText(old, new string) string { return strings.Replace(good, old, new, 1) }

// bomb makes each line ten times what the line above stands for.
func bomb(letters string) string {
	var b strings.Builder
	for i := 1; i < len(letters); i++ {
		of, name := letters[i-1:i], letters[i:i+1]
		b.WriteString(name + ": &" + name + " [" + strings.TrimSuffix(strings.Repeat("*"+of+", ", 10), ", ") + "]\n")
	}
	return b.String()
}

func TestAllMistakesAtOnce(t *testing.T) {
	text := spoil(t, "seed: 1", "sead: 1", "mailboxes: 12", "mailboxes: many", "poll: 15m", "poll: soon",
		"after: overload", "after: underload", "    title: Calm", "    seed: x")
	assert.Equal(t, []string{
		`1:1: the key "seed" is missing; expected a whole number, 0 or above`,
		`4:1: unknown key "sead"; expected one of name, title, note, clock, seed, era, fleet, cohorts, provider, owners, system, faults, sinks, kills, team, operators, expect; did you mean "seed"?`,
		`8:16: text can't stand here; expected a whole number`,
		`15:16: "soon" is not a duration; expected a number with a unit, as 90s, 15m or 36h`,
		`28:42: no fault is called "underload"; expected one of overload; did you mean "overload"?`,
		`31:11: text can't stand here; expected a whole number, 0 or above`,
	}, problems(t, text, options()))
}

func TestErrorText(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		_, err := scenarios.Parse("dir/demo.yaml", []byte(spoil(t, "seed: 1", "seed: x", "poll: 15m", "poll: 15")), options())
		require.EqualError(t, err, strings.Join([]string{
			`dir/demo.yaml:4:7: text can't stand here; expected a whole number, 0 or above`,
			`    seed: x`,
			`          ^`,
			`dir/demo.yaml:15:16: "15" is not a duration; expected a number with a unit, as 90s, 15m or 36h`,
			`      sync: {poll: 15}`,
			`                   ^`,
		}, "\n"))
	})
	t.Run("LongLine", func(t *testing.T) {
		text := spoil(t, "title: Demo", "title: Demo\nnote: "+strings.Repeat("é", 300)+" # end", "seed: 1", `{"a`+strings.Repeat("a", 200)+`": 1, b: 2}: x`)
		_, err := scenarios.Parse("demo.yaml", []byte(text), options())
		require.Error(t, err)
		for line := range strings.SplitSeq(err.Error(), "\n") {
			if strings.HasPrefix(line, "    ") {
				assert.LessOrEqual(t, len([]rune(line)), 4+120+6)
			}
		}
	})
	t.Run("ManyProblems", func(t *testing.T) {
		_, err := scenarios.Parse("demo.yaml", []byte(good+strings.Repeat("x: 1\n", 3000)), options())
		var all scenarios.Problems
		require.ErrorAs(t, err, &all)
		assert.Len(t, all, 1000)
		assert.True(t, strings.HasSuffix(err.Error(), "\nand 960 more"))
	})
}
