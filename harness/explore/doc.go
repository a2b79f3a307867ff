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
//   - The clock: 3 to 48 hours, half of them 8 or less. Six days of ten hold a change of
//     the clocks (London, New York, Sydney, Lord Howe), one to twenty hours in.
//   - Fleets: one to three, of 1 to 20 mailboxes in all, in one world of twenty up to 60.
//     Two of three are Outlook.com's, two of three of these linked by the older
//     authorization; half have owners with addresses of other kinds, and cohorts of
//     these. All are linked while nothing goes wrong yet: the first 40 minutes.
//   - Owners: of the day's zone, a quarter of another; idle or busy, half of them awake
//     all day. Half the worlds have other calendars than the ordinary 30 events and 3
//     series, which have moved and cancelled occurrences; half have owners who decline,
//     sign in as somebody else or click twice.
//   - Settings: poll, pages, notifications (two of three), hint, authorization, and
//     remediation (two of three not by hand; 60 % of these with an experiment that
//     begins within 40 minutes, so that it races recoveries). A quarter pace their mails
//     or let links run out, one in eight has the alert rules of 2022 or a variant.
//   - Faults: none in one world of 25, else one to six. The first is in nine of ten an
//     outage: of half the mailboxes or more, for an hour or longer. The others are of any
//     kind, from a second to 26 hours, a third at an edge (midnight UTC, a full hour, a
//     change of the clocks: a second before, at, across, a second after), a fifth
//     flickers with periods from 2 seconds over that of the alerts' "for" to 47 minutes;
//     one in ten is slow as well, so that it begins and ends within rounds.
//   - Kills: a third of the worlds, one to three, half of them within seconds of the
//     beginning of a fault. Chat and pager are down in one of eight each.
//   - The team: asks those who fail to relink in nine of ten worlds that have a fault.
//     In a quarter of these the outage ends within a minute of the first owner's click,
//     in a tenth the system is killed then. It deploys another hint (a quarter), tries
//     a user agent, enables the newer authorization (a fifth), and changes up to two
//     settings of a system that runs.
//
// With a scenario file given, its clock, fleet, owners, team and settings stay; faults,
// kills, sinks and relinking are drawn.
//
// # Laziness
//
// A promise that could not be judged in more than a fifth of the worlds, or never in a
// thousand, points at this package and is told. The promise that faults fire is counted
// by the rule: see coverage.go.
//
// # A new kind of fault
//
// One row in kindDraws (fault.go) that says how its values are drawn; a test fails
// for a kind of the registry that has none.
package explore
