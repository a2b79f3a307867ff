// Package explore draws worlds nobody thought of, and keeps those in which a promise
// breaks. A world is drawn from a number by pgregory.net/rapid, as an ordinary
// scenario file; it is judged by the promises of harness/check alone.
//
// # Words
//
//   - Draw: a number gives a world, the same one always. Worlds of a campaign have
//     consecutive numbers, so that each is drawn again by itself.
//   - Campaign: many worlds, each in a process of its own, told in the order of their
//     numbers however many run at once.
//   - Shrinking: parts of a world are taken away as long as the same promise breaks.
//
// Worlds run in other processes, which rapid's own shrinking can't reach; and a file
// with parts taken away stays one that a reader understands. So shrinking works on
// the file.
//
// # What is drawn, and how often
//
// Shares are of worlds, or of what the line is about; what is not named is as likely as
// the others of its kind.
//
//   - The clock: 4 to 24 hours, half of them 7 or less, in one world of 33 two days. Six
//     days of ten hold a change of the clocks (London, New York, Sydney, Lord Howe), one
//     to twenty hours in.
//   - Fleets: two, also three, seldom one. The first is the largest, mostly of 8 to 12
//     mailboxes, and the others have 1 to 3; in one world of ten sizes are any, of up to
//     20 or 60 in all. Two of three are Outlook.com's, two of three of these linked by the
//     older authorization; half have owners with addresses of other kinds, and cohorts of
//     these. All are linked while nothing goes wrong yet: the first 40 minutes.
//   - Owners: of the day's zone, a quarter of another; idle or busy, nineteen of twenty
//     awake all day. Half the worlds have other calendars than the ordinary 30 events and 3
//     series, which have moved and cancelled occurrences; half have owners who decline,
//     sign in as somebody else or click twice.
//   - Settings: poll (5 minutes where there are but four hours), pages, notifications (two
//     of three), hint (one of four), authorization, and remediation (four of five not by
//     hand; most of these with an experiment that begins within 40 minutes, so that it
//     races recoveries). Where by those the system would try no hint, the team mostly has
//     it do so in the first minutes; in a third it is by hand again before the outage. A
//     quarter pace their mails or let links run out, one in 25 has the alert rules of 2022
//     or a variant.
//   - Faults: none in one world of 50, else up to eight. What most worlds have follows
//     below. The others are of any kind, from a second to 26 hours, a third at an edge
//     (midnight UTC, a full hour, a change of the clocks: a second before, at, across, a
//     second after), a fifth flickers with periods from 2 seconds over that of the alerts'
//     "for" to 47 minutes; one in ten is slow as well, so that it begins and ends within
//     rounds.
//   - Kills: besides the one below none or up to three, half of these within seconds of the
//     beginning of a fault. Chat and pager are down in one of eight each.
//   - The team: deploys another hint (a quarter), tries a user agent, enables the newer
//     authorization (a fifth), and changes up to two settings of a system that runs.
//
// # What gives promises their occasion
//
// A promise that has nothing to judge proves nothing. So nine worlds of ten or more have
// each of these (plan.go); TestOccasions counts them.
//
//   - A hiccup, first of all: one request of some mailboxes fails, and a retry heals it.
//   - A spell: rounds of a fleet, or of all, fail for more than a poll, then nothing goes
//     wrong for two, so that whoever failed is back by itself. It fails in a way that a hint
//     might cure, and lasts until the system tries one where that is soon enough; what the
//     team does and most kills come later, so that this is the system's own doing.
//   - A busy provider that asks for pauses, of a second to 40 minutes, which is longer
//     than most polls.
//   - An outage: of the largest fleet, of its provider or of most of its mailboxes, for an
//     hour or longer. The system is killed while it is told of. Mostly people can sign in
//     meanwhile, so that owners relink while their mailboxes fail.
//   - The team asks those who fail to relink, when they have failed for more than a round,
//     and mostly early enough for owners to answer amid the outage. In a tenth of these
//     worlds it ends within a minute of the first owner's click, in a tenth the system is
//     killed then.
//   - A fleet that the outage spares, and most other faults as well, and that is lost
//     later, for the rest of the world, by what no hint and no owner changes. So nobody
//     is asked to relink there, and nothing helps them.
//   - Posts on the status page, with claims that hold of any system that does its work: of
//     whom no fault has reached for an hour or more. Where the team knows less it claims
//     nothing, since a false claim would be its own mistake.
//
// In a fifth of the worlds the system climbs the whole ladder: the largest fleet is such
// that neither hint reaches most of it, remediation is automatic, an authorization that
// would help is enabled, and the team leaves it to the system to ask owners, for hours or
// for good. More would have been too few of everything else: that the system asks of its
// own accord, and that the team asks an hour into an outage, exclude each other. The
// promise on whom it asks unordered is judged elsewhere, too, namely where it asks nobody
// although more fail than it might have asked.
//
// With a scenario file given, its clock, fleet, owners, team and settings stay; faults,
// kills, sinks, relinking and posts are drawn.
//
// # Laziness
//
// A promise that could not be judged in more than a fifth of the worlds, or never in a
// thousand, points at this package and is told. None is excepted but that faults fire,
// which is counted by the rule: see coverage.go.
//
// # A new kind of fault
//
// One row in kindDraws (fault.go) that says how its values are drawn; a test fails
// for a kind of the registry that has none.
package explore
