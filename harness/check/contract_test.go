package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// alerted is a world of n mailboxes of each provider whose system promises, for both
// providers: look_now above a quarter for 5 minutes, an informational alert above 2 %
// for 5, review_soon above 5 % for 30 until 2.5 %. Rounds have ended after 2 minutes;
// figures are read and evaluated each minute.
//
// So a look_now is due 11 minutes after failures begin (2 + 1 for the figures + 5 + 2
// evaluations + 1 of its group), an informational alert after 15, review_soon after 40;
// and none may come within the first 4.
func alerted(n int) *built {
	b := world(n)
	b.Header.Contract = promises()
	return b
}

func promises() *sut.AlertContract {
	const m = time.Minute
	c := &sut.AlertContract{
		Scrape: m, Round: 2 * m, Memory: 10 * m, Redelivery: 6 * m, Heartbeat: true,
		Down: sut.AlertRule{Alert: "Down", Level: "look_now", Sink: "pager", For: 5 * m, Evaluation: m, GroupInterval: m},
		Escalation: sut.Escalation{After: 120 * m,
			Rule: sut.AlertRule{Alert: "StaysOpen", Level: "review_soon", Sink: "pager", For: 120 * m, Evaluation: m, GroupInterval: 5 * m}},
	}
	for _, p := range []string{orchid, thyme} {
		c.Rules = append(c.Rules,
			sut.AlertRule{Alert: "Most", Provider: p, Level: "look_now", Sink: "pager", Share: 0.25, Closes: 0.25, For: 5 * m, KeepFiring: 15 * m, Evaluation: m, GroupInterval: m, Repeat: 240 * m},
			sut.AlertRule{Alert: "Some", Provider: p, Level: "informational", Sink: "chat", Share: 0.02, Closes: 0.02, For: 5 * m, KeepFiring: 15 * m, Evaluation: m, GroupInterval: 5 * m, Repeat: 1440 * m},
			sut.AlertRule{Alert: "Keep", Provider: p, Level: "review_soon", Sink: "pager", Share: 0.05, Closes: 0.025, For: 30 * m, Evaluation: m, GroupInterval: 5 * m, Repeat: 1440 * m})
	}
	return c
}

// tell is a notice of an alert of the contract.
func (b *built) tell(minutes float64, alert, provider, status string) *built {
	level, sink, urgency := "look_now", "pager", "high"
	switch alert {
	case "Some", "Odd":
		level, sink, urgency = "informational", "chat", ""
	case "Keep", "StaysOpen":
		level, urgency = "review_soon", "low"
	}
	return b.add(minutes, history.Notice{Sink: sink, Level: level, Urgency: urgency, Alert: alert, Provider: provider, Status: status, Key: alert + provider, Text: alert + " of " + provider})
}

// opens and closes are the two halves of an alert.
func (b *built) opens(minutes float64, alert, provider string) *built {
	return b.tell(minutes, alert, provider, "firing")
}

func (b *built) closes(minutes float64, alert, provider string) *built {
	return b.tell(minutes, alert, provider, "resolved")
}

// refuses lets a sink take nothing over a span.
func (b *built) refuses(sink string, from, to float64) *built {
	return b.add(from, history.SinkDown{Sink: sink}).add(to, history.SinkUp{Sink: sink})
}

// allFail lets all mailboxes of a provider fail over a span.
func (b *built) allFail(provider string, from, to float64) *built {
	for i := range b.Header.Mailboxes {
		if m := b.Header.Mailboxes[i]; m.Provider == provider {
			b.fails(m.ID, from, to)
		}
	}
	return b
}

// timing is one case of a promise on alerts; says is part of the message.
type timing struct {
	name   string
	b      *built
	status check.Status // "" when the promise is not part of the list
	sample int
	says   string
}

func timed(t *testing.T, name string, rows []timing) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.promise(name)
			if r.status == "" {
				assert.Nil(t, v, "no occasion")
				return
			}
			require.NotNil(t, v, "the verdict is part of the list")
			assert.Equal(t, string(r.status), string(v.Status), v.Message)
			assert.Equal(t, r.sample, v.Sample, "sample: %s", v.Message)
			assert.Contains(t, v.Message, r.says)
		})
	}
}

// unpromised is the same world with a system that promises nothing.
func (b *built) unpromised() *built {
	b.Header.Contract = nil
	return b
}
