package check_test

import (
	"testing"

	"anchorage/harness/check"
)

// What is open may be told again when it is time to repeat it, less the interval at which
// notices are gathered; and each sink, provider and alert is on its own.
func TestAlertsToldOnceToTheInstant(t *testing.T) {
	some := func() *built { return alerted(4).opens(60, "Most", orchid) } // repeated after 239 minutes
	timed(t, "alerts-told-once", []timing{
		{"HeldRepeated", some().opens(299, "Most", orchid), check.Held, 2, ""},
		{"BrokenAnInstantEarlier", some().opens(exactly(299, -1), "Most", orchid), check.Broken, 2, "3 h 59 min after its last notice"},
		{"BrokenTheThirdCountsFromTheSecond", some().opens(299, "Most", orchid).opens(exactly(538, -1), "Most", orchid), check.Broken, 3, "again at"},
		{"HeldAtOnceAfterItsClosure", some().closes(70, "Most", orchid).opens(70, "Most", orchid), check.Held, 3, ""},
		{"BrokenToldAgainAfterTheClosureOfAnother", some().opens(61, "Most", thyme).closes(65, "Most", thyme).opens(70, "Most", orchid), check.Broken, 4, "Most for orchid.example came to the pager again"},
		{"BrokenNothingEverOpened", alerted(4).closes(65, "Most", orchid), check.Broken, 1, "Most for orchid.example closed at the pager at 2031-05-06 09:05 UTC without having been open"},
		{"OtherNoticesAlone", alerted(4).opens(60, "Other", orchid).closes(65, "Else", orchid), "", 0, ""},
		{"BrokenClosesAfterAnotherOpened", some().closes(65, "Most", thyme), check.Broken, 2, "Most for thyme.example closed at the pager"},
	})
}
