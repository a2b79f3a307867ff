package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func minutes(t *testing.T, want float64, seconds *float64) {
	t.Helper()
	require.NotNil(t, seconds)
	assert.InDelta(t, want, *seconds/60, 1e-6)
}

func TestMeasureOfAQuietWorld(t *testing.T) {
	m := check.Measure(world(2).fails(o(1), 10, 21).notice(12, "informational", orchid, "firing").notice(15, "informational", orchid, "resolved").sorted())
	assert.Equal(t, check.Measures{Mailboxes: 4, Informational: 2, RecoveredShare: 1}, m, "flicker is no trouble")
}

func TestMeasureRecovery(t *testing.T) {
	b := world(10)
	for i := 1; i <= 10; i++ {
		b.fails(o(i), 100+float64(i), 200+10*float64(i))
	}
	m := check.Measure(b.sorted())
	assert.Equal(t, 10, m.Affected)
	assert.Equal(t, 20, m.Mailboxes)
	minutes(t, 109, m.FirstRecoverySeconds)
	minutes(t, 290-101, m.NinetyPercentSeconds)
	minutes(t, 300-101, m.FullRecoverySeconds)
	minutes(t, 300-101, m.FullRecoveryExceptWaitingSeconds)
	assert.Equal(t, 1.0, m.RecoveredShare)
}

func TestMeasureIncompleteRecovery(t *testing.T) {
	t.Run("NobodyWaits", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, 200).fails(o(2), 100, lasts).sorted())
		minutes(t, 100, m.FirstRecoverySeconds)
		assert.Nil(t, m.NinetyPercentSeconds)
		assert.Nil(t, m.FullRecoverySeconds)
		assert.Nil(t, m.FullRecoveryExceptWaitingSeconds)
		assert.Equal(t, 0.5, m.RecoveredShare)
	})
	t.Run("TheOtherWaits", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, 200).fails(o(2), 100, lasts).ask(250, o(2), true).sorted())
		assert.Nil(t, m.FullRecoverySeconds)
		minutes(t, 150, m.FullRecoveryExceptWaitingSeconds)
	})
	t.Run("AnsweredThenHealed", func(t *testing.T) {
		m := check.Measure(world(3).fails(o(1), 100, 200).fails(o(2), 100, 300).ask(150, o(2), true).relinked(190, o(2)).fails(o(3), 100, lasts).ask(150, o(3), true).sorted())
		minutes(t, 200, m.FullRecoveryExceptWaitingSeconds)
		assert.Nil(t, m.FullRecoverySeconds)
	})
	t.Run("HealedAgainAtTheInstantThatEndsWaiting", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, 300).ask(250, o(1), true).fails(o(2), 100, 280).sorted())
		minutes(t, 180, m.FullRecoveryExceptWaitingSeconds)
		minutes(t, 200, m.FullRecoverySeconds)
	})
	t.Run("AskedBeforeTheFailedRound", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, 110).ask(105, o(1), true).fails(o(1), 150, lasts).fails(o(2), 100, 200).sorted())
		assert.Nil(t, m.FullRecoveryExceptWaitingSeconds, "that ask was about flicker")
	})
	t.Run("AskedAfterRecovery", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, 200).fails(o(1), 400, 500).ask(450, o(1), true).fails(o(2), 100, lasts).sorted())
		assert.Nil(t, m.FullRecoveryExceptWaitingSeconds, "o(2) neither recovers nor waits")
	})
	t.Run("WaitingToTheEnd", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, lasts).ask(150, o(1), true).fails(o(2), 100, lasts).ask(160, o(2), true).sorted())
		minutes(t, 60, m.FullRecoveryExceptWaitingSeconds)
	})
	t.Run("AnswersAndFailsOn", func(t *testing.T) {
		m := check.Measure(world(2).fails(o(1), 100, lasts).ask(150, o(1), true).relinked(155, o(1)).fails(o(2), 100, lasts).ask(160, o(2), true).sorted())
		assert.Nil(t, m.FullRecoveryExceptWaitingSeconds)
	})
	t.Run("Relapsed", func(t *testing.T) {
		m := check.Measure(world(1).fails(o(1), 100, 200).fails(o(1), 400, lasts).sorted())
		minutes(t, 100, m.FullRecoverySeconds)
		assert.Zero(t, m.RecoveredShare, "it had recovered, but fails at the end")
	})
	t.Run("NobodyRecovers", func(t *testing.T) {
		m := check.Measure(world(1).fails(o(1), 100, lasts).sorted())
		assert.Nil(t, m.FirstRecoverySeconds)
		assert.Zero(t, m.RecoveredShare)
	})
}

func TestMeasureDetection(t *testing.T) {
	trouble := func() *built { return world(1).fails(o(1), 100, 300) }
	for _, row := range []struct {
		name    string
		b       *built
		minutes float64
		by      string
	}{
		{"Noticed", trouble().add(130, history.Noticed{By: "ticket"}).add(140, history.Acted{Action: "deploy"}), 30, "ticket"},
		{"Acted", trouble().add(120, history.Acted{Action: "deploy"}).add(130, history.Noticed{By: "ticket"}), 20, "action"},
		{"Posted", trouble().post(110, nil), 10, "action"},
		{"AtTheStart", trouble().add(100, history.Noticed{By: "page"}), 0, "page"},
		{"BeforeTheStartDoesNotCount", trouble().add(99, history.Noticed{By: "chat"}).add(130, history.Noticed{By: "page"}), 30, "page"},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := check.Measure(row.b.sorted())
			minutes(t, row.minutes, m.DetectSeconds)
			assert.Equal(t, row.by, m.DetectedBy)
		})
	}
	m := check.Measure(trouble().sorted())
	assert.Nil(t, m.DetectSeconds)
	assert.Empty(t, m.DetectedBy)
}

func TestMeasureAlerts(t *testing.T) {
	b := world(1).fails(o(1), 100, 300).
		notice(50, "informational", orchid, "firing").notice(60, "informational", orchid, "resolved").
		notice(101, "informational", thyme, "firing").                                       // not in trouble
		notice(105, "informational", orchid, "firing").                                      // never closed
		notice(106, "informational", orchid, "firing").                                      // repeated
		notice(110, "look_now", orchid, "firing").notice(111, "look_now", orchid, "firing"). // one page
		notice(120, "look_now", orchid, "resolved").notice(130, "look_now", orchid, "firing").notice(140, "look_now", orchid, "resolved").
		notice(150, "review_soon", orchid, "firing").notice(151, "review_soon", thyme, "resolved")
	m := check.Measure(b.sorted())
	assert.Equal(t, 5, m.Informational)
	assert.Equal(t, 2, m.LookNow)
	assert.Equal(t, 1, m.ReviewSoon)
	assert.Equal(t, 3, m.OpenAtEnd)
	minutes(t, 5, m.FirstInformationalSeconds)
	minutes(t, 10, m.FirstLookNowSeconds)
	none := check.Measure(world(1).fails(o(1), 100, 300).notice(99, "look_now", orchid, "firing").sorted())
	assert.Nil(t, none.FirstLookNowSeconds, "it was open already")
	chat := check.Measure(world(1).add(1, history.Notice{Sink: "chat", Level: "look_now", Status: "firing", Key: "k"}).sorted())
	assert.Zero(t, chat.LookNow, "a message in the chat pages nobody")
	assert.Equal(t, 1, chat.Informational)
}

func TestAlertsWithoutKeys(t *testing.T) {
	page := func(status string) history.Notice {
		return history.Notice{Sink: "pager", Level: "look_now", Alert: "Fails", Provider: orchid, Status: status}
	}
	other := page("firing")
	other.Provider = thyme
	assert.Equal(t, 2, check.Measure(world(1).add(1, page("firing")).add(2, other).sorted()).LookNow, "told apart by provider")
	keyed := func(key string) history.Notice {
		n := page("firing")
		n.Key = key
		return n
	}
	assert.Equal(t, 2, check.Measure(world(1).add(1, keyed("a")).add(2, keyed("b")).sorted()).LookNow, "told apart by key")
	m := check.Measure(world(1).add(1, page("firing")).add(2, page("firing")).add(3, page("resolved")).add(4, page("resolved")).sorted())
	assert.Equal(t, 1, m.LookNow)
	assert.Zero(t, m.OpenAtEnd)
}

func TestMeasureTheRest(t *testing.T) {
	b := world(2).fails(o(1), 100, 300).
		read(0.5, o(1), nil).read(0.5, o(1), func(r *history.Read) { r.Answered = false }). // not counted: linked half a minute ago
		read(20, o(1), nil).read(21, o(1), func(r *history.Read) { r.Answered = false }).read(150, o(1), func(r *history.Read) { r.Stale = true }).
		ask(110, o(1), true).ask(111, o(2), false).relinked(120, o(1)).relinked(120, o(2)).add(121, history.RelinkAnswered{Mailbox: o(2), Outcome: "expired"}).
		add(130, history.TicketOpened{Ticket: "1"}).add(131, history.TicketOpened{Ticket: "2"}).
		post(140, claim(1, false)).post(150, claim(0.5, false)).post(200, nil)
	b.Requests = 70
	b.Series[orchid] = []history.Minute{{Stale: 30, Failed: 2}, {Stale: 60, Failed: 3}}
	b.Series[thyme] = []history.Minute{{Stale: 30, Failed: 1}}
	b.Series["custom"] = []history.Minute{{Stale: 900, Failed: 900}}
	m := check.Measure(b.sorted())
	assert.Equal(t, []int{3, 2, 1}, []int{m.Reads, m.ReadsAnswered, m.ReadsStale})
	assert.Equal(t, []int{2, 2, 1}, []int{m.RelinksAsked, m.RelinksAnswered, m.RelinksNeedless})
	assert.Equal(t, 2, m.Tickets)
	assert.Equal(t, 1, m.FalseClaims)
	minutes(t, 50, m.LongestSilenceSeconds)
	minutes(t, 5, check.Measure(world(1).post(1, nil).post(6, nil).sorted()).LongestSilenceSeconds)
	assert.Equal(t, 70, m.Requests)
	assert.Equal(t, 6, m.RequestsFailed, "of the providers' cohorts, which hold everybody once")
	assert.InDelta(t, 2.0, m.StaleMailboxHours, 1e-9)
}
