package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/scenarios"
)

func number(n int) *int { return &n }

// talk is a storm with a message about orchid before it, two about orchid and
// one about thyme after its beginning, and a page.
func talk() *built {
	return storm(1).notice(30, "informational", orchid, "firing").notice(60, "informational", orchid, "resolved").
		notice(80, "informational", thyme, "firing").notice(90, "informational", orchid, "firing").notice(91, "look_now", orchid, "firing")
}

func TestExpectChat(t *testing.T) {
	after := scenarios.Expectation{Chat: &scenarios.ExpectChat{After: "storm", AtLeast: 3, AtMost: number(3)}}
	none := talk()
	none.Header.Alerts = false
	fromStorm := " from 2031-05-06 09:00 UTC to 2031-05-06 18:00 UTC; expected at least 3 messages at most 3 messages"
	expected(t, after, []row{
		{"Held", talk(), check.Held, 1, "3 messages reached the chat" + fromStorm},
		{"BrokenFew", storm(1), check.Broken, 1, "0 messages reached the chat" + fromStorm},
		{"BrokenMany", talk().notice(100, "informational", thyme, "resolved"), check.Broken, 1, "4 messages reached the chat" + fromStorm},
		{"VacuousNoHit", world(1).fault("storm", 60, 120, 0), check.Vacuous, 0, "the fault storm hit no request"},
		{"NotApplicable", none, check.NotApplicable, 0, "the system under test delivers no alerts"},
	})
	v := talk().expect(t, after)
	assert.Len(t, v.Evidence, 3)
	assert.Equal(t, at(lasts), v.At)
}

func TestExpectChatIsBounded(t *testing.T) {
	expect := func(c scenarios.ExpectChat) check.Verdict { return talk().expect(t, scenarios.Expectation{Chat: &c}) }
	for _, row := range []struct {
		name   string
		chat   scenarios.ExpectChat
		status check.Status
	}{
		{"HeldAll", scenarios.ExpectChat{AtLeast: 4, AtMost: number(4)}, check.Held},
		{"HeldOfProvider", scenarios.ExpectChat{Provider: thyme, AtLeast: 1, AtMost: number(1)}, check.Held},
		{"HeldByItsInstant", scenarios.ExpectChat{By: until(80), AtLeast: 3, AtMost: number(3)}, check.Held},
		{"HeldBeforeTheNext", scenarios.ExpectChat{By: until(79.9), AtMost: number(2)}, check.Held},
		{"HeldNone", scenarios.ExpectChat{By: until(29), AtMost: number(0)}, check.Held},
		{"BrokenNone", scenarios.ExpectChat{By: until(30), AtMost: number(0)}, check.Broken},
		{"VacuousBeyondTheEnd", scenarios.ExpectChat{By: until(lasts + 1), AtLeast: 1}, check.Vacuous},
		{"VacuousBeforeTheFault", scenarios.ExpectChat{After: "storm", By: until(60), AtMost: number(9)}, check.Vacuous},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := expect(row.chat)
			assert.Equal(t, row.status, v.Status, v.Message)
		})
	}
}
