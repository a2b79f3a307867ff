package check_test

import (
	"testing"
	"time"

	"anchorage/harness/check"
)

// It is quiet between two troubles, when there is an instant between them: who fails then
// may come back.
func TestQuietBetweenTroubles(t *testing.T) {
	// storms is a world of two faults, the second to its end; a mailbox fails to a minute.
	storms := func(from, to, second, fails float64) *built {
		b := world(1).fault("storm", from, to, 5).fault("gust", second, lasts, 5).fails(o(1), 65, fails)
		b.Header.Retry = poll
		return b
	}
	inside := func() *built { // the second fault is over before the first
		b := world(1).fault("storm", 60, 200, 5).fault("gust", 80, 100, 5).fails(o(1), 65, 150)
		b.Header.Retry = poll
		return b
	}
	waits := func(wait time.Duration) *built { // the first fault's answers ask to wait
		b := storms(60, 120, 151, 150)
		b.Header.Faults[0].Wait = wait
		return b
	}
	const back = "1 mailbox that was failing was back within 20 min"
	timed(t, backInTime, []timing{
		{"NeverQuietTheyTouch", storms(60, 120, 120, lasts), "", 0, ""},
		{"NeverQuietTheyOverlap", storms(60, 120, 100, lasts), "", 0, ""},
		{"NeverQuietFromTheBeginning", storms(0, 120, 110, lasts), "", 0, ""},
		{"VacuousQuietForAnInstant", storms(60, 120, exactly(120, 1), lasts), check.Vacuous, 0, "it was never quiet for long enough"},
		{"VacuousTroubleBeginsAsItIsDue", storms(60, 120, 140, lasts), check.Vacuous, 0, "it was never quiet for long enough"},
		{"BrokenTroubleBeginsAnInstantLater", storms(60, 120, exactly(140, 1), lasts), check.Broken, 1, "orchid-1 was failing when all trouble had ended at 2031-05-06 10:00 UTC"},
		{"HeldBackAsTroubleBegins", storms(60, 120, 130, 130), check.Held, 1, back},
		{"NotQuietWithinAnother", inside(), "", 0, ""},
		{"NotQuietWhileDownAfterIt", storms(60, 120, 200, 140).down(120, 145), "", 0, ""},
		{"HeldAfterAStopThatOutlastsTheFault", storms(60, 120, 200, 140).down(110, 125), check.Held, 1, "of the end of all trouble"},
		{"NotQuietWhileItsAnswersAskToWait", waits(30 * time.Minute), "", 0, ""},
		{"HeldWhenTheyAskNoLonger", waits(30*time.Minute - 1), check.Held, 1, back},
	})
}

// How long it may take follows from what the system says of its attempts.
func TestQuietUntilTheNextAttempt(t *testing.T) {
	slow := func(to float64) *built {
		b := outage(1).fails(o(1), 65, to)
		b.Header.Retry = 25 * time.Minute
		return b
	}
	timed(t, backInTime, []timing{
		{"HeldAtTheLimit", slow(155), check.Held, 1, "within 35 min"},
		{"BrokenAnInstantLater", slow(exactly(155, 1)), check.Broken, 1, "was not back within 35 min"},
	})
}
