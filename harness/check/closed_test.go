package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// opened is a world whose Orchid mailbox fails from minute 60 to another; an alert
// tells of it from minute 70 on.
func opened(to float64) *built {
	return world(1).fails(o(1), 60, to).notice(70, "look_now", orchid, "firing")
}

func TestAlertsClose(t *testing.T) {
	const forgotten = "Fails never closed at the pager, although what it tells of had been over for 2 h; 1 of 1 alert"
	held := func(open string) string {
		return "1 alert was opened; " + open + " open at the end, and none of them for what had been over for 2 h"
	}
	refusing := opened(120).add(480.5, history.SinkDown{Sink: "pager"})
	otherSink := opened(120).add(480.5, history.SinkDown{Sink: "chat"})
	back := opened(120).add(100, history.SinkDown{Sink: "pager"}).add(200, history.SinkUp{Sink: "pager"})
	anyProvider := world(1).fails(h(1), 60, 500).notice(70, "look_now", "", "firing")
	promised(t, "alerts-close", []row{
		{"Held", opened(120).notice(130, "look_now", orchid, "resolved"), check.Held, 1, held("0 were")},
		{"HeldStillFailing", opened(lasts), check.Held, 1, held("1 was")},
		{"HeldNotOverForLong", opened(480), check.Held, 1, held("1 was")},
		{"HeldDownMeanwhile", opened(120).down(470, 481), check.Held, 1, held("1 was")},
		{"HeldTheSinkRefuses", refusing, check.Held, 1, held("1 was")},
		{"HeldAnyProviderFails", anyProvider, check.Held, 1, held("1 was")},
		{"HeldJustOpened", world(1).notice(lasts-1, "look_now", orchid, "firing"), check.Held, 1, held("1 was")},
		{"HeldClosedLate", opened(120).notice(599, "look_now", orchid, "resolved"), check.Held, 1, held("0 were")},
		{"Broken", opened(120), check.Broken, 1, forgotten},
		{"BrokenOverForJustLongEnough", opened(479.9), check.Broken, 1, forgotten},
		{"BrokenOnlyAnotherProviderFails", opened(120).fails(h(1), 200, lasts), check.Broken, 1, forgotten},
		{"BrokenOnlyAnotherSinkRefuses", otherSink, check.Broken, 1, forgotten},
		{"BrokenTheSinkWorksAgain", back, check.Broken, 1, forgotten},
		{"BrokenDownBefore", opened(120).down(400, 410), check.Broken, 1, forgotten},
		{"BrokenReopened", opened(120).notice(80, "look_now", orchid, "resolved").notice(90, "look_now", orchid, "firing"), check.Broken, 2,
			"Fails never closed at the pager, although what it tells of had been over for 2 h; 1 of 2 alerts"},
	})
	assert.Nil(t, world(1).promise("alerts-close"), "nothing was opened")
	deaf := opened(120)
	deaf.Header.Alerts = false
	assert.Nil(t, deaf.promise("alerts-close"), "the system delivers no alerts")
	v := opened(120).promise("alerts-close")
	assert.Equal(t, at(70), v.At)
	assert.Equal(t, "the look-now alert Fails for orchid.example reaches the pager", v.Evidence[0].Text)
}
