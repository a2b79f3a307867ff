// Package audit asks alert rules, before anything happens, what they would do on
// each of a set of bad days: a provider, a kind of failure, how long it lasts and
// when it begins. Each such cell is a small world of its own, replayed like any
// scenario, with the genuine rules, Alertmanager, sinks and team.
//
// What a cell must bring (Expectations) and what it brought (Outcome, read from
// the world's history alone) make the matrix; where they differ stands a Finding,
// one sentence for people.
//
// The level of a notice is how it reaches people, not what a label says: the pager
// at high urgency is look_now, at low urgency review_soon, the chat informational.
// So the routes of the Alertmanager configuration are audited with the rules.
//
// What a cell costs is the hours of its world, and most of that the evaluation of rules
// while alerts fire. So a night is not waited out where nobody has anything left to read
// in the morning; the fleet, by contrast, is cheap.
package audit
