// Package check judges a history: pure functions from what happened to verdicts
// and measures. A saved history can be judged again. Everything is judged from
// the provider's journal, from what arrived at the sinks and from the answers to
// reads; what the system under test says of itself is never asked.
//
// # Verdicts
//
// Run gives one verdict for each promise that the world had occasion for, then
// one for each expectation of the scenario, in the file's order. A promise is
// part of the list only when its occasion is scripted: owners that read, faults
// that must fire, relinking that is ordered. An expectation is always answered:
// held, broken, not applicable when the system under test lacks what it is
// about, or vacuous when the occasion never arose or the sample was empty. A
// check tells the first thing that is wrong and stops there.
//
// # Words with one meaning
//
// Failing: a mailbox is failing at an instant when an attempt to synchronise it
// failed before and no round has completed since, by the provider's journal
// (events mailbox.failing and mailbox.healed). Such a span is an episode; its
// end does not belong to it.
//
// Failed round: an episode that lasts longer than one and a half polls. The
// round after the one in which it began did not complete either; what a retry
// heals, or the next round one poll later, is no failed round. (The half is
// there because two rounds are never exactly one poll apart.) A mailbox fails,
// or is not healthy, at an instant that lies within a failed round; expectations
// about failing and make-up, and the claims of status posts, are about that. An
// episode that began less than one and a half polls before the end of the world
// is not known to be a failed round, and does not count as one.
//
// Affected: a mailbox is affected by a fault when one of its failed rounds
// overlaps a window of the fault, or began with a request on which the fault
// acted; affected as such, when it has a failed round at all.
//
// Recovered from a fault: the first complete round that ends a failed round, from
// the first one by which the fault affected the mailbox on, and that no other
// failed round follows within two polls. Mailboxes that the fault never affected
// are in no sample of recovery, and one that it has not affected yet is in none
// for that instant.
//
// Waiting: a mailbox is waiting for its owner from the mail that asks them to
// relink while it is failing until they have relinked or a round completes.
// Shares "of all" count everybody, "except waiting" leaves these out.
//
// Stale: the last complete round is older than two polls. Stale mailbox-hours
// are the sum of stale mailboxes over all whole minutes, divided by 60, over the
// providers' cohorts, which are disjoint and hold every mailbox.
//
// Start of trouble: the instant at which the first failed round began. Detection
// runs from there to the first event by which a person learns of it or acts:
// somebody notices, the team changes something, or posts.
//
// Opening: a notice that an alert fires, when the same sink has no open notice
// with the same key; its closure is the next notice with that key that says
// resolved. Repetitions are no openings.
//
// Asked needlessly: asked to relink while not failing at that instant.
//
// Silence: the time between two consecutive posts on the status page. What lies
// before the first and after the last is none.
//
// Known: an edit is known to the system from the end of the first complete round
// that began after it, as far as the replica which answered was not behind. Edits
// made before the mailbox was linked are nobody's news.
//
// Write: a change that the system accepted from an owner. It takes effect when the
// provider's calendar changes accordingly. Its owner is told when a read is followed
// by the system's word that it met a conflict or failed for good; that it failed is
// untrue unless the provider has refused such a change since, for what it asks, or
// somebody else changed the event. A write is overdue
// when it is neither, and the mailbox has been well and not asked to wait, the system up,
// and no fault that acted on writes in force, for two polls and 20 minutes.
//
// Claim: the claim of a post is untrue when, at the instant of the post, the
// share of healthy mailboxes among the selected ones is lower than it says.
//
// Asked to wait: an answer named a time (Retry-After) before which the provider wants
// no further request of the mailbox. Until it is over, and the next round is due, the
// mailbox may be late without failing.
//
// Beyond help: a mailbox that fails, whose owner was never asked, and whose refresh
// token was refused for good or whose every failure is one that no routing hint
// changes.
//
// Quiet: no fault is in force, no answer of one still asks somebody to wait, and the
// system runs. Who is failing as it becomes quiet, and needs nothing of its owner (no
// grant was rejected, nobody was asked or has answered within the episode), is back in
// time when a round completes within the longest time between two attempts and a poll.
// At the end of the world every calendar is compared once more with the truth, those too
// whose owners never look.
//
// Of its own accord: a mailbox sends another routing hint although the team has changed
// no setting and its owner has not relinked since its last change, unless it goes to what
// the team has set, or back to what it took up last by an order; or an owner is asked before
// the team ordered any relinking. Alike are mailboxes of one provider and one kind
// of authorization. A hint has healed when a round with it ended an episode.
//
// Within the pace: in no hour, less a minute for the ways of mails, are more owners asked
// than the system's own pace and, for each order until then, the ordered share of those
// whom it selects, and one more.
//
// Called well: the system's word on an account whose owner has relinked, as people who
// operate it read it, asked for at that instant and at each of the owner's reads while
// the mailbox fails. Judged where it has run, and the mailbox failed, for one and a half
// polls, so that it must know.
//
// Surely, possibly: what the system counts as failing can be told from the journal but
// for the round in which a mailbox begins to fail, and where answers only look well, or
// credentials may be rejected. So the share of a provider's accounts that fails has a
// lower and an upper bound at each instant. An alert is due where the lower one is above
// what the system's contract states, for as long as it states; it may come only where
// the upper one is.
//
// Contract: what the system promises of its alerts (sut.AlertContract). A system that
// promises nothing is not judged by promises on alerts.
//
// # Letters
//
// Letters says of each promise of the project by which checks it is judged, and why
// these are enough.
//
// # A new check
//
// A promise holds in every world: a line in promises in run.go, with the occasion
// that it needs and the function that judges. An expectation is written into a
// scenario file:
//
//  1. Its struct, and a field of Expectation for it, in scenarios/file.go; texts of
//     few choices in choices; a sentence for editors in descriptions.
//  2. Its name in expectationKinds in scenarios/check_expect.go, and there what its
//     types can't tell: names that must exist, instants within the clock. Rows in
//     TestMistakes, which also pins the message that lists all kinds.
//  3. A file here with its name (the same for the same values, and unlike another
//     expectation's) and its judgement, a pure function of the view; chat.go is a
//     short one. It says not applicable when the system lacks what is judged,
//     vacuous when the occasion never arose, and the sample size always.
//  4. Its line in expectations in run.go; TestEveryExpectationIsJudged fails until
//     then. Tests of each status from histories written by hand (builder_test.go),
//     and a row in TestNames.
//  5. go test ./harness/ours -run Schema -update writes the schema anew.
//  6. When a shipped scenario uses it, a row of TestEveryExpectationCanBreak in
//     harness/ours: one that nothing breaks proves nothing.
//
// What it needs to know and no event tells is first recorded: a type in
// harness/history/event.go with its line in kinds.go, written by harness/world.
package check
