package audit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
	"anchorage/harness/history"
)

// book writes a history by hand; instants count from the start of the failure.
type book struct {
	start  time.Time
	events []history.Event
}

func (b *book) add(after time.Duration, d history.Data) *book {
	b.events = append(b.events, history.Event{At: b.start.Add(after), Data: d})
	return b
}

// page and chat open an alert, or close it.
func (b *book) page(after time.Duration, urgency, alert, provider, status string) *book {
	return b.add(after, history.Notice{Sink: "pager", Urgency: urgency, Alert: alert, Provider: provider, Status: status, Key: alert + provider})
}

func (b *book) chat(after time.Duration, alert, provider, status string) *book {
	return b.add(after, history.Notice{Sink: "chat", Level: "look_now", Alert: alert, Provider: provider, Status: status, Key: alert + provider})
}

func (b *book) history(hits int) *history.History {
	return &history.History{Header: history.Header{Faults: []history.FaultSummary{{Name: "failure", Hits: hits}}}, Events: b.events}
}

const (
	minute = time.Minute
	hour   = time.Hour
)

func TestJudge(t *testing.T) {
	c := cell(t, "outlook.com", "requests", 2*hour, "working")
	fresh := func() *book { return &book{start: c.Start.At} }

	t.Run("Levels", func(t *testing.T) {
		o := audit.Judge(c, fresh().
			chat(8*minute, "Some", "outlook.com", "firing").
			page(10*minute, "high", "Down", "outlook.com", "firing").
			add(10*minute, history.Noticed{By: "page", Provider: "outlook.com"}).
			page(40*minute, "low", "Part", "outlook.com", "firing").
			page(50*minute, "low", "Part", "outlook.com", "resolved").
			page(60*minute, "low", "Part", "outlook.com", "firing").
			page(2*hour+20*minute, "low", "Part", "outlook.com", "resolved").
			page(2*hour+25*minute, "high", "Down", "outlook.com", "resolved").
			history(7))
		require.Len(t, o.Told, 3)
		assert.Equal(t, audit.Told{Level: audit.LookNow, After: 10 * minute, Times: 1, Alerts: []string{"Down"}, Closed: 25 * minute}, o.Told[0])
		assert.Equal(t, audit.Told{Level: audit.ReviewSoon, After: 40 * minute, Times: 2, Alerts: []string{"Part"}, Closed: 20 * minute}, o.Told[1])
		assert.Equal(t, audit.Told{Level: audit.Informational, After: 8 * minute, Times: 1, Alerts: []string{"Some"}, Open: []string{"Some"}}, o.Told[2], "a level is how it reaches people, whatever it says")
		assert.Equal(t, &audit.Read{By: "page", After: 10 * minute}, o.Read)
		assert.Equal(t, 7, o.Hits)
		require.Len(t, o.Alerts, 4, "each alert by itself, in order of opening")
		assert.Equal(t, audit.Alert{Name: "Some", Level: audit.Informational, After: 8 * minute}, o.Alerts[0])
		require.NotNil(t, o.Alerts[2].Closed)
		assert.Equal(t, -70*minute, *o.Alerts[2].Closed)
	})
	t.Run("AlertWithoutProviderCounts", func(t *testing.T) {
		o := audit.Judge(c, fresh().page(minute, "high", "ExporterDown", "", "firing").history(1))
		require.Len(t, o.Told, 1)
		assert.Empty(t, o.Others)
	})
	t.Run("OtherProvider", func(t *testing.T) {
		o := audit.Judge(c, fresh().page(minute, "high", "Down", "microsoft365", "firing").history(1))
		assert.Empty(t, o.Told)
		assert.Equal(t, []string{"microsoft365: look_now Down"}, o.Others)
	})
	t.Run("OpenBefore", func(t *testing.T) {
		o := audit.Judge(c, fresh().page(-minute, "high", "Down", "outlook.com", "firing").history(1))
		assert.Empty(t, o.Told)
		assert.Equal(t, []string{"Down"}, o.Early)
	})
	t.Run("ClosedBefore", func(t *testing.T) {
		o := audit.Judge(c, fresh().page(-hour, "high", "Down", "", "firing").page(-minute, "high", "Down", "", "resolved").history(1))
		assert.Empty(t, o.Early)
	})
	t.Run("ClosingLate", func(t *testing.T) {
		late := func(after time.Duration) []string {
			o := audit.Judge(c, fresh().page(minute, "low", "Part", "", "firing").page(2*hour+after, "low", "Part", "", "resolved").history(1))
			return o.Told[0].Slow
		}
		assert.Empty(t, late(45*minute+29*time.Second))
		assert.Equal(t, []string{"Part"}, late(45*minute+31*time.Second))
	})
	t.Run("ClosingLaterWhereOwnersLinkAgain", func(t *testing.T) {
		c := cell(t, "outlook.com", "grants", 2*hour, "working")
		late := func(after time.Duration) []string {
			o := audit.Judge(c, (&book{start: c.Start.At}).page(minute, "high", "Rejected", "", "firing").page(2*hour+after, "high", "Rejected", "", "resolved").history(1))
			return o.Told[0].Slow
		}
		assert.Empty(t, late(105*minute+29*time.Second))
		assert.Equal(t, []string{"Rejected"}, late(105*minute+31*time.Second))
	})
	t.Run("ClosedDuringTheFailure", func(t *testing.T) {
		o := audit.Judge(c, fresh().page(minute, "low", "Part", "", "firing").page(hour, "low", "Part", "", "resolved").history(1))
		assert.Equal(t, -hour, o.Told[0].Closed)
	})
	t.Run("Nobody", func(t *testing.T) {
		o := audit.Judge(c, fresh().add(-minute, history.Noticed{By: "page"}).add(minute, history.Noticed{By: "chat", Provider: "microsoft365"}).history(0))
		assert.Nil(t, o.Read, "what was noticed before, or of another provider, is not this failure")
	})
	t.Run("DeafAndStrange", func(t *testing.T) {
		o := audit.Judge(c, fresh().add(-hour, history.HeartbeatLost{}).add(minute, history.Violation{What: "unknown host"}).history(1))
		assert.True(t, o.Deaf)
		assert.Equal(t, []string{"unknown host"}, o.Strange)
	})
}
