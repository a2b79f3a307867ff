package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// second in minutes, for at: for so long after a round it may not have been noted.
const second = 1.0 / 60

// stand is how a mailbox stands from a minute on; before the first, not at all.
type stand struct {
	from float64
	how  string
}

// stands is one case: a history of orchid-1, and how it stands.
type stands struct {
	name  string
	b     *built
	steps []stand
}

// standLike tests each step at its first instant and just before.
func standLike(t *testing.T, rows []stands) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			h, before := r.b.sorted(), ""
			for _, s := range r.steps {
				assert.Equal(t, before, check.StandsAt(h, o(1), at(s.from-nanosecond)), "just before %v", s.from)
				assert.Equal(t, s.how, check.StandsAt(h, o(1), at(s.from)), "at %v", s.from)
				before = s.how
			}
			assert.Equal(t, before, check.StandsAt(h, o(1), at(lasts)), "at the end")
		})
	}
}

// toldToWait lets a mailbox fail to the end by an answer that asks for a wait.
func (b *built) toldToWait(from float64, mailbox string, wait time.Duration) *built {
	return b.add(from, history.Failing{Mailbox: mailbox, Status: 429, Hint: "none", Wait: wait})
}

// heldOffAgain lets the answer to a change ask orchid-1, which fails, to wait.
func (b *built) heldOffAgain(minutes float64, wait time.Duration) *built {
	return b.add(minutes, history.HeldOff{Mailbox: o(1), For: wait, Failing: true})
}

// wroteBefore lets the owner of orchid-1 change something before minute 60.
func wroteBefore() *built { return alerted(2).accepted(50, o(1), "a") }

// since60 is how whoever fails from minute 60 on stands: a round takes two minutes.
func since60(then ...stand) []stand {
	return append([]stand{{0, "well"}, {60, "unsure"}, {62, "fails"}}, then...)
}

// out lets orchid-1 fail from minute 60 to another.
func out(to float64) *built { return alerted(2).fails(o(1), 60, to) }

// The first failure is known when its round has ended, and the end of it a second later.
func TestHowAMailboxStands(t *testing.T) {
	unlinked := func() *built {
		b := alerted(2)
		b.Events = b.Events[1:]
		return b
	}
	linked := func(minutes float64) *built { return unlinked().add(minutes, history.Linked{Mailbox: o(1)}) }
	well := []stand{{0, "well"}}
	standLike(t, []stands{
		{"Well", alerted(2), well},
		{"AnotherFails", alerted(2).fails(o(2), 60, 100), well},
		{"LinkedLater", linked(5), []stand{{5, "well"}}},
		{"NeverTried", unlinked(), nil},
		{"FailsUntilItIsLinked", linked(20).fails(o(1), 10, 20), []stand{{10, "unsure"}, {12, "fails"}, {20, "unsure"}, {20 + second, "well"}}},
		{"FailsAndIsNeverLinked", unlinked().fails(o(1), 10, lasts), []stand{{10, "unsure"}, {12, "fails"}}},
		{"Fails", out(100), since60(stand{100, "unsure"}, stand{100 + second, "well"})},
		{"FailsToTheEnd", out(lasts), since60()},
		{"HealedAsItWouldBeKnown", out(62), []stand{{0, "well"}, {60, "unsure"}, {62 + second, "well"}}},
		{"HealedJustAfterItWasKnown", out(62 + nanosecond), since60(stand{62 + nanosecond, "unsure"}, stand{62 + second + nanosecond, "well"})},
		{"FailsAgainBeforeThatIsNoted", out(100).fails(o(1), 100+second/2, 130), since60(stand{100, "unsure"}, stand{102 + second/2, "fails"}, stand{130, "unsure"}, stand{130 + second, "well"})},
		{"FailsAgainAsThatIsNoted", out(100).fails(o(1), 100+second, 130), since60(stand{100, "unsure"}, stand{102 + second, "fails"}, stand{130, "unsure"}, stand{130 + second, "well"})},
		{"FailsAgainJustAfter", out(100).fails(o(1), 100+second+nanosecond, lasts), since60(stand{100, "unsure"}, stand{100 + second, "well"}, stand{100 + second + nanosecond, "unsure"}, stand{102 + second + nanosecond, "fails"})},
		{"TheWorldEndsBeforeItIsKnown", alerted(2).fails(o(1), lasts-2, lasts), []stand{{0, "well"}, {lasts - 2, "unsure"}}},
	})
}

// A failure that may have been that of a change or of relinking, and of no round, is known
// with the round that follows it, a poll later.
func TestHowAMailboxStandsThatMayHaveHadNoRound(t *testing.T) {
	late := []stand{{0, "well"}, {60, "unsure"}, {72, "fails"}}
	begun := func(b *built) *built { return b.fails(o(1), 60, lasts) }
	standLike(t, []stands{
		{"AskedBefore", begun(alerted(2).ask(50, o(1), false)), late},
		{"AskedJustBefore", begun(alerted(2).ask(60-nanosecond, o(1), false)), late},
		{"AskedAtTheInstant", begun(alerted(2).ask(60, o(1), false)), since60()},
		{"AskedAfterwards", out(lasts).ask(61, o(1), true), since60()},
		{"AnotherWasAsked", begun(alerted(2).ask(50, o(2), false)), since60()},
		{"WroteBefore", begun(alerted(2).accepted(50, o(1), "a")), late},
		{"WroteBeforeAndSince", begun(alerted(2).accepted(50, o(1), "a")).accepted(70, o(1), "b"), late},
		{"WroteAtTheInstant", begun(alerted(2).accepted(60, o(1), "a")), since60()},
		{"WroteAfterwards", out(lasts).accepted(61, o(1), "a"), since60()},
		{"AnotherWrote", begun(alerted(2).accepted(50, o(2), "a")), since60()},
		{"WroteBeforeAndIsToldToWait", wroteBefore().toldToWait(60, o(1), 40*time.Minute), []stand{{0, "well"}, {60, "unsure"}, {112, "fails"}}},
		{"WroteBeforeAndIsToldToWaitAmidAStop", wroteBefore().toldToWait(60, o(1), 40*time.Minute).down(63, 65), []stand{{0, "well"}, {60, "unsure"}, {112, "fails"}}},
		{"WroteBeforeAndIsToldToWaitTwice", wroteBefore().toldToWait(60, o(1), 40*time.Minute).heldOffAgain(70, 50*time.Minute), []stand{{0, "well"}, {60, "unsure"}, {132, "fails"}}},
		{"WroteBeforeAndIsToldToWaitLessThen", wroteBefore().toldToWait(60, o(1), 40*time.Minute).heldOffAgain(70, 5*time.Minute), []stand{{0, "well"}, {60, "unsure"}, {112, "fails"}}},
		{"WroteBeforeAndIsToldToWaitByTheNextChange", wroteBefore().toldToWait(60, o(1), 0).heldOffAgain(65, 50*time.Minute), []stand{{0, "well"}, {60, "unsure"}, {127, "fails"}}},
		{"WroteBeforeAndIsToldToWaitWhenARoundWasTried", wroteBefore().toldToWait(60, o(1), 0).heldOffAgain(72, 50*time.Minute), []stand{{0, "well"}, {60, "unsure"}, {72, "fails"}}},
		{"IsToldToWaitTwice", alerted(2).toldToWait(60, o(1), 40*time.Minute).heldOffAgain(61, 50*time.Minute), since60()},
		{"IsToldToWait", alerted(2).toldToWait(60, o(1), 40*time.Minute), since60()},
	})
}

// A stop of the system cuts rounds short, and what was not noted before it is noted a poll
// and a round after it.
func TestHowAMailboxStandsAmidStops(t *testing.T) {
	begun := func(b *built) *built { return b.fails(o(1), 60, lasts) }
	known := func(at float64) []stand { return []stand{{0, "well"}, {60, "unsure"}, {at, "fails"}} }
	healed := func(at float64) []stand { return since60(stand{100, "unsure"}, stand{at, "well"}) }
	standLike(t, []stands{
		{"LongBefore", begun(alerted(2).down(30, 40)), known(62)},
		{"UntilJustBefore", begun(alerted(2).down(50, 60-nanosecond)), known(62)},
		{"UntilItBegan", begun(alerted(2).down(50, 60)), known(72)},
		{"WithinTheRound", out(lasts).down(61, 64), known(76)},
		{"JustBeforeTheRoundEnds", out(lasts).down(62-nanosecond, 64), known(76)},
		{"AsTheRoundEnds", out(lasts).down(62, 64), known(62)},
		{"TwiceInARow", out(lasts).down(61, 64).down(70, 71), known(83)},
		{"TheSecondTooLate", out(lasts).down(61, 64).down(76, 77), known(76)},
		{"HealedJustBefore", out(100).down(100+second/2, 104), healed(116)},
		{"HealedAtTheInstant", out(100).down(100, 104), healed(116)},
		{"HealedAsItIsNoted", out(100).down(100+second, 104), healed(116)},
		{"HealedAndNotedJustBefore", out(100).down(100+second+nanosecond, 104), healed(100 + second)},
		{"UpAsItHealed", out(100).down(95, 100), healed(100 + second)},
		{"DownBeforeItHealed", out(100).down(95, 99), healed(100 + second)},
		{"FailsAgainBeforeItIsNoted", out(100).down(100, 104).fails(o(1), 110, lasts), since60(stand{100, "unsure"}, stand{112, "fails"})},
	})
}

// Who waits for the owner may be left out, from the instant on from which that is possible.
func TestHowAMailboxStandsThatMayWait(t *testing.T) {
	answer := func(minutes float64, outcome string) *built {
		return out(100).add(minutes, history.RelinkAnswered{Mailbox: o(1), Outcome: outcome})
	}
	waits := func(from float64) []stand {
		return since60(stand{from, "waiting"}, stand{100, "unsure"}, stand{100 + second, "well"})
	}
	atOnce := []stand{{0, "well"}, {60, "unsure"}, {62, "waiting"}, {100, "unsure"}, {100 + second, "well"}}
	never := since60(stand{100, "unsure"}, stand{100 + second, "well"})
	fault := func(what string, from float64, hits int) *built {
		b := out(100).fault("odd", from, lasts, hits)
		b.Header.Faults[0].What = what
		return b
	}
	const revoked = "at token refresh: the grant is revoked"
	standLike(t, []stands{
		{"DeclinedMeanwhile", answer(70, "declined"), waits(70)},
		{"DeclinedBefore", answer(50, "declined"), atOnce},
		{"DeclinedTwiceTheFirstCounts", answer(80, "expired").add(70, history.RelinkAnswered{Mailbox: o(1), Outcome: "declined"}), waits(70)},
		{"DeclinedAsItHealed", answer(100, "declined"), never},
		{"DeclinedAfterwards", answer(120, "declined"), never},
		{"Linked", answer(70, "linked"), never},
		{"RevokedMeanwhile", fault(revoked, 70, 1), waits(70)},
		{"RevokedBefore", fault(revoked, 50, 1), atOnce},
		{"RevokedAmongOtherThings", fault("status 503 and "+revoked, 70, 1), waits(70)},
		{"ConsentWithdrawn", fault("at token refresh: the consent is withdrawn", 70, 1), waits(70)},
		{"RevokedOfNobody", fault(revoked, 70, 0), never},
		{"RevokedNeverBegins", fault(revoked, lasts+1, 1), never},
		{"AnotherFault", fault("status 503", 70, 1), never},
		{"OnlySpokenOf", fault("status 503 as if "+revoked, 70, 1), never},
		{"TheEarlierOfBoth", fault(revoked, 80, 1).add(70, history.RelinkAnswered{Mailbox: o(1), Outcome: "declined"}), waits(70)},
	})
}

// Who was asked to wait by the answer to a write is well for sure only after the next
// round: a poll and a minute after the wait.
func TestHowAMailboxStandsThatIsHeldOff(t *testing.T) {
	held := func(minutes float64) *built { return alerted(2).heldOff(minutes, 0, o(1)) }
	late := held(30)
	late.Events = late.Events[1:]
	standLike(t, []stands{
		{"HeldOff", held(30), []stand{{0, "well"}, {30, "unsure"}, {41, "well"}}},
		{"Twice", held(30).heldOff(60, 0, o(1)), []stand{{0, "well"}, {30, "unsure"}, {41, "well"}, {60, "unsure"}, {71, "well"}}},
		{"OnceMoreMeanwhile", held(30).heldOff(35, 0, o(1)), []stand{{0, "well"}, {30, "unsure"}, {46, "well"}}},
		{"BeforeItIsLinked", late.add(35, history.Linked{Mailbox: o(1)}), []stand{{35, "unsure"}, {41, "well"}}},
		{"BeginsToFailMeanwhile", held(55).fails(o(1), 60, 100), []stand{{0, "well"}, {55, "unsure"}, {62, "fails"}, {100, "unsure"}, {100 + second, "well"}}},
		{"AsItIsNotedToBeWell", out(100).heldOff(100, 0, o(1)), since60(stand{100, "unsure"}, stand{111, "well"})},
		{"AnotherIs", alerted(2).heldOff(30, 0, o(2)), []stand{{0, "well"}}},
	})
}
