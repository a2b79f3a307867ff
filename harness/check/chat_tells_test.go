package check_test

import (
	"testing"

	"anchorage/harness/check"
	"anchorage/scenarios"
)

func TestExpectChatTells(t *testing.T) {
	silent := talk()
	silent.Header.Alerts = false
	all := " reached the chat from 2031-05-06 08:00 UTC to 2031-05-06 18:00 UTC; expected"
	first := func(to string) string {
		return " reached the chat from 2031-05-06 08:00 UTC to 2031-05-06 " + to + " UTC; expected"
	}
	fires := func(minutes float64, provider string) check.Evidence {
		return proof(minutes, "the informational alert Fails for "+provider+" reaches the chat")
	}
	for _, row := range []struct {
		name string
		b    *built
		chat scenarios.ExpectChat
		want check.Verdict
	}{
		{"HeldAtLeastOne", talk(), scenarios.ExpectChat{By: until(30), AtLeast: 1}, check.Verdict{Status: check.Held, Sample: 1, At: at(30),
			Message: "1 message" + first("08:30") + " at least 1 message", Evidence: []check.Evidence{fires(30, orchid)}}},
		{"BrokenAMomentBefore", talk(), scenarios.ExpectChat{By: until(off(30, -moment)), AtLeast: 1}, check.Verdict{Status: check.Broken, Sample: 1, At: at(off(30, -moment)),
			Message: "0 messages" + first("08:29:59") + " at least 1 message"}},
		{"HeldAtMostOne", talk(), scenarios.ExpectChat{Provider: thyme, AtMost: number(1)}, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts),
			Message: "1 message about thyme.example" + all + " at most 1 message", Evidence: []check.Evidence{fires(80, thyme)}}},
		{"BrokenTwoAreTooMany", talk(), scenarios.ExpectChat{Provider: orchid, By: until(60), AtMost: number(1)}, check.Verdict{Status: check.Broken, Sample: 1, At: at(60),
			Message: "2 messages about orchid.example" + first("09:00") + " at most 1 message", Evidence: []check.Evidence{fires(30, orchid),
				proof(60, "the informational alert Fails for orchid.example closes on the chat")}}},
		{"HeldNothingIsExpected", world(1), scenarios.ExpectChat{}, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: "0 messages" + all}},
		{"VacuousBeyondTheEnd", talk(), scenarios.ExpectChat{By: until(off(lasts, moment))}, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "the world never reaches 2031-05-06 18:00 UTC"}},
		{"VacuousUntilTheFaultBegins", talk(), scenarios.ExpectChat{After: "storm", By: until(60)}, check.Verdict{Status: check.Vacuous, At: at(lasts),
			Message: "2031-05-06 09:00 UTC comes no later than 2031-05-06 09:00 UTC"}},
		{"HeldAMomentLonger", talk(), scenarios.ExpectChat{After: "storm", By: until(off(60, moment)), AtMost: number(1)}, check.Verdict{Status: check.Held, Sample: 1, At: at(off(60, moment)),
			Message:  "1 message reached the chat from 2031-05-06 09:00 UTC to 2031-05-06 09:00 UTC; expected at most 1 message",
			Evidence: []check.Evidence{proof(60, "the informational alert Fails for orchid.example closes on the chat")}}},
		{"VacuousUnknownFault", talk(), scenarios.ExpectChat{After: "hail"}, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: `there is no fault named "hail"`}},
		{"NotApplicable", silent, scenarios.ExpectChat{}, check.Verdict{Status: check.NotApplicable, At: at(lasts), Message: "the system under test delivers no alerts"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := row.b.expect(t, scenarios.Expectation{Chat: &row.chat})
			wholly(t, row.want, &v)
		})
	}
}
