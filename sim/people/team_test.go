package people_test

import (
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
	"anchorage/sim/units"
)

// near asserts that something happened at an instant, but for an actor's lane.
func near(t *testing.T, want string, got time.Time) {
	t.Helper()
	assert.WithinDuration(t, instant(t, want), got, time.Millisecond)
}

func after(text string) (d units.Duration) {
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return d
}

func inLondon(t *testing.T, steps ...people.Step) func(*people.Config) {
	return func(c *people.Config) {
		c.Team.Zones = []units.Zone{zone(t, "Europe/London")}
		c.Steps = steps
	}
}

func TestStepsAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := func(text string) units.Time { return units.Time{Time: instant(t, text)} }
		w := newTown(t, "2022-03-03T12:00:00Z", 0, inLondon(t,
			people.Step{At: at("2022-03-03T15:00:00Z"), Deploy: json.RawMessage(`{"routing": {"hint": "email"}}`), Note: "the header"},
			people.Step{At: at("2022-03-03T13:10:00Z"), Try: json.RawMessage(`{"user_agent": "changed"}`), For: after("20m")},
			people.Step{At: at("2022-03-03T13:10:00Z"), Post: &people.Post{State: "investigating", Text: "We are trying something."}},
			people.Step{At: at("2022-03-03T13:20:00Z"), Enable: json.RawMessage(`{}`)},
			people.Step{At: at("2022-03-03T15:00:00Z"), Relink: &people.Campaign{Select: "failing", PerHour: 0.2}},
			people.Step{At: at("2022-03-03T15:00:00Z"), Post: &people.Post{State: "monitoring", Text: "All are back.",
				Claims: people.Claims{Healthy: &people.HealthClaim{Select: people.Selector{Provider: "outlook.com"}, Share: 1}}}},
		))
		w.until(t, "2022-03-03T16:00:00Z")
		w.end()
		acted := of[people.Acted](w.log)
		require.Len(t, acted, 6)
		var actions []string
		for _, a := range acted {
			actions = append(actions, a.Action)
			assert.Empty(t, a.Error)
			assert.Empty(t, a.On)
		}
		assert.Equal(t, []string{"post", "enable", "try", "deploy", "relink", "post"}, actions, "the try is told when it is over")
		near(t, "2022-03-03T13:10:00Z", acted[2].At)
		assert.Equal(t, 20*time.Minute, acted[2].For)
		assert.Equal(t, `{"user_agent":"changed"}`, acted[2].What)
		near(t, "2022-03-03T13:10:01Z", acted[0].At) // settling: the call of this system lasts as long as its try
		near(t, "2022-03-03T13:20:00Z", acted[1].At)
		near(t, "2022-03-03T15:00:00Z", acted[3].At)
		assert.Equal(t, `{"routing":{"hint":"email"}}`, acted[3].What)
		assert.Equal(t, "the header", acted[3].Note)
		assert.Equal(t, `{"select":"failing","per_hour":"0.2"}`, acted[4].What)
		assert.Equal(t, "monitoring", acted[5].Post.State)
		assert.Equal(t, []string{`try {"user_agent":"changed"}`, `enable {}`, `deploy {"routing":{"hint":"email"}}`, `relink {"select":"failing","per_hour":"0.2"}`}, w.controls.calls)
		updates := w.page.Updates()
		require.Len(t, updates, 2)
		assert.JSONEq(t, `{"healthy": {"select": {"provider": "outlook.com"}, "share": "1"}}`, string(updates[1].Claims))
	})
}

func TestStepsThatFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-03T12:00:00Z", 0, func(c *people.Config) {
			c.Steps = []people.Step{{Deploy: json.RawMessage(`{}`)}, {Post: &people.Post{State: "fine", Text: "no such state"}}}
			c.Controls = &controls{err: errors.New("settings: no such rung")}
		})
		w.until(t, "2022-03-03T13:00:00Z")
		w.end()
		acted := of[people.Acted](w.log)
		require.Len(t, acted, 2)
		assert.Equal(t, "settings: no such rung", acted[0].Error)
		assert.Equal(t, "status 400", acted[1].Error)
	})
	t.Run("ErrNoControls", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-03T12:00:00Z", 0, func(c *people.Config) {
				c.Controls = nil
				c.Steps = []people.Step{{Enable: json.RawMessage(`{}`)}}
			})
			w.until(t, "2022-03-03T13:00:00Z")
			w.end()
			acted := of[people.Acted](w.log)
			require.Len(t, acted, 1)
			assert.Equal(t, "enable", acted[0].Action)
			assert.NotEmpty(t, acted[0].Error)
		})
	})
}

func TestPages(t *testing.T) {
	deploy := func(on, d string) people.Step {
		return people.Step{On: on, After: after(d), Deploy: json.RawMessage(`{}`)}
	}
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T23:12:30Z", 0, inLondon(t, deploy(people.OnPage, "3h46m"), deploy(people.OnReview, "10m"), deploy(people.OnPage, "0s")))
		w.people.Paged(people.Page{High: true, Provider: "outlook.com", Text: "Every round fails"})
		w.people.Paged(people.Page{Provider: "microsoft365", Text: "Slow"})
		w.until(t, "2022-03-02T04:00:00Z")
		w.people.Paged(people.Page{High: true, Provider: "microsoft365", Text: "Every round fails"})
		w.until(t, "2022-03-02T12:00:00Z")
		w.end()
		noticed := of[people.Noticed](w.log)
		require.Len(t, noticed, 3)
		assert.Equal(t, people.Noticed{At: instant(t, "2022-03-01T23:12:30Z"), By: people.OnPage, Provider: "outlook.com", What: "Every round fails"}, noticed[0])
		assert.Equal(t, people.Noticed{At: instant(t, "2022-03-02T04:00:00Z"), By: people.OnPage, Provider: "microsoft365", What: "Every round fails"}, noticed[1])
		assert.Equal(t, people.OnReview, noticed[2].By)
		near(t, "2022-03-02T09:00:00Z", noticed[2].At)
		acted := of[people.Acted](w.log)
		require.Len(t, acted, 3, "the second page sets off nothing")
		near(t, "2022-03-01T23:12:30Z", acted[0].At)
		near(t, "2022-03-02T02:58:30Z", acted[1].At)
		assert.Equal(t, people.OnPage, acted[1].On)
		near(t, "2022-03-02T09:10:00Z", acted[2].At)
	})
}

func TestReviewsWaitForWorkingHours(t *testing.T) {
	for _, row := range []struct{ name, at, noticed string }{
		{"at work", "2022-03-02T11:11:11Z", "2022-03-02T11:11:11Z"},
		{"weekend", "2022-03-05T11:00:00Z", "2022-03-07T09:00:00Z"},
		{"over the change to summer time", "2022-03-26T11:00:00Z", "2022-03-28T08:00:00Z"},
		{"over the change back", "2022-10-29T11:00:00Z", "2022-10-31T09:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newTown(t, row.at, 0, inLondon(t))
				w.people.Paged(people.Page{Text: "review"})
				w.until(t, "2022-11-05T00:00:00Z")
				w.end()
				noticed := of[people.Noticed](w.log)
				require.Len(t, noticed, 1)
				near(t, row.noticed, noticed[0].At)
			})
		})
	}
}

func TestTicketsAreHandedOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-03T03:00:00Z", 0, func(c *people.Config) {
			inLondon(t, people.Step{On: people.OnTicket, After: after("2h"), Post: &people.Post{State: "identified", Text: "Seen."}})(c)
			c.Team.SupportHandsOnAfter = after("40m")
		})
		w.people.TicketOpened(people.Ticket{ID: "T-1", Provider: "outlook.com", Text: "gone"})
		w.until(t, "2022-03-03T05:00:00Z")
		w.people.TicketOpened(people.Ticket{ID: "T-2", Provider: "outlook.com", Text: "gone"})
		w.until(t, "2022-03-03T17:10:00Z")
		w.people.TicketOpened(people.Ticket{ID: "T-3", Provider: "outlook.com", Text: "gone"})
		w.until(t, "2022-03-05T00:00:00Z")
		w.end()
		handed := of[people.TicketHandedOn](w.log)
		require.Len(t, handed, 3)
		assert.Equal(t, []string{"T-1", "T-2", "T-3"}, []string{handed[0].Ticket, handed[1].Ticket, handed[2].Ticket})
		near(t, "2022-03-03T09:40:00Z", handed[0].At)
		near(t, "2022-03-03T09:40:00Z", handed[1].At)
		near(t, "2022-03-04T09:20:00Z", handed[2].At)
		assert.Len(t, of[people.Noticed](w.log), 3)
		acted := of[people.Acted](w.log)
		require.Len(t, acted, 1)
		near(t, "2022-03-03T11:40:00Z", acted[0].At)
		assert.Equal(t, people.OnTicket, acted[0].On)
	})
}
