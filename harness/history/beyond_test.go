package history_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
	"anchorage/sim/journal"
)

func TestBeyond(t *testing.T) {
	failure := func(operation string, status int, code string) func(*history.Recorder) {
		return func(r *history.Recorder) {
			x := exchange("m-0", at(time.Minute), status)
			x.Operation, x.Code = operation, code
			r.Exchange(x)
		}
	}
	asked := func(r *history.Recorder) { r.Add(at(time.Second), "mail", history.RelinkAsked{Mailbox: "m-0"}) }
	well := func(r *history.Recorder) { r.Exchange(exchange("m-0", at(2*time.Minute), 200)) }
	since := func(why string) []history.Beyond {
		return []history.Beyond{{Mailbox: "m-0", Since: at(time.Minute), Why: why}}
	}
	type steps []func(*history.Recorder)
	for name, c := range map[string]struct {
		steps steps
		want  []history.Beyond
	}{
		"Throttled":         {steps{failure(journal.Delta, 429, "")}, since(history.NothingToRoute)},
		"NoAnswer":          {steps{failure(journal.Delta, 0, "")}, since(history.NothingToRoute)},
		"NoToken":           {steps{failure(journal.Token, 503, "")}, since(history.NothingToRoute)},
		"Rejected":          {steps{failure(journal.Token, 400, "invalid_grant")}, since(history.RejectedForGood)},
		"RejectedAndDown":   {steps{failure(journal.Token, 400, "invalid_grant"), failure(journal.Delta, 503, "")}, since(history.RejectedForGood)},
		"RefusedForNow":     {steps{failure(journal.Token, 400, "temporarily_unavailable")}, since(history.NothingToRoute)},
		"Down":              {steps{failure(journal.Delta, 503, "")}, []history.Beyond{}},
		"DownLater":         {steps{failure(journal.Delta, 429, ""), failure(journal.Delta, 503, "")}, []history.Beyond{}},
		"DownBefore":        {steps{failure(journal.Delta, 503, ""), failure(journal.Delta, 429, "")}, []history.Beyond{}},
		"Asked":             {steps{asked, failure(journal.Delta, 429, "")}, []history.Beyond{}},
		"Healed":            {steps{failure(journal.Delta, 429, ""), well}, []history.Beyond{}},
		"AnotherEpisode":    {steps{failure(journal.Delta, 503, ""), well, failure(journal.Delta, 429, "")}, since(history.NothingToRoute)},
		"RejectedAndHealed": {steps{failure(journal.Token, 400, "invalid_grant"), well, failure(journal.Delta, 503, "")}, []history.Beyond{}},
	} {
		t.Run(name, func(t *testing.T) {
			r := recorder(1)
			r.Exchange(exchange("m-0", at(time.Second), 200))
			for _, step := range c.steps {
				step(r)
			}
			assert.Equal(t, c.want, r.Beyond())
		})
	}
	r := recorder(1)
	r.Exchange(exchange("m-0", at(time.Second), 429))
	assert.Empty(t, r.Beyond(), "it was never linked")
}
