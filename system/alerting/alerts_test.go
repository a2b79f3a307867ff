package alerting_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

const (
	evaluation = time.Minute // and scrape
	lookNowFor = 5 * time.Minute
	keepFiring = 15 * time.Minute
	groupWait  = 10 * time.Second // of look_now
	deliveries = time.Second      // more than all deliveries of one evaluation take
)

func with2022(t *testing.T) func(*alerting.Config) {
	return func(c *alerting.Config) {
		c.Rules, c.RulesName = read(t, rules2022), rules2022
		c.Alertmanager, c.AlertmanagerName = read(t, alertmanager2022), alertmanager2022
	}
}

// TestLookNow: a provider that fails is paged for within the computed span, it
// alone, however small beside the other; and the page is closed once.
func TestLookNow(t *testing.T) {
	for _, row := range []struct {
		name    string
		fails   system.Provider
		size    int
		failing int
	}{
		{"OK all of a large fleet", system.OutlookCom, 1000, 1000},
		{"OK all of a single account", system.Microsoft365, 1, 1},
		{"OK just above the threshold", system.Microsoft365, 100, 26},
	} {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, nil, func(t *testing.T, w *world) {
				w.resize(row.fails, row.size)
				w.pass(time.Hour + 17*time.Second)
				began := time.Now()
				w.fail(row.fails, row.failing)
				w.pass(90 * time.Minute)
				healed := time.Now()
				w.fail(row.fails, 0)
				w.pass(90 * time.Minute)

				pages := w.got("look-now-key")
				require.Len(t, pages, 2, "%v", lines(pages))
				for _, p := range w.got() {
					assert.Equal(t, string(row.fails), p.Provider, "%s", p)
				}
				first, last := pages[0], pages[1]
				assert.Equal(t, "ProviderFailing", first.Alert)
				assert.Equal(t, "critical", first.Severity)
				assert.False(t, first.Resolved)
				assert.GreaterOrEqual(t, first.At.Sub(began), lookNowFor)
				assert.LessOrEqual(t, first.At.Sub(began), lookNowFor+2*evaluation+groupWait+deliveries)
				since, err := time.Parse(time.RFC3339, first.Since)
				require.NoError(t, err)
				assert.WithinDuration(t, first.At, since, groupWait+deliveries)

				assert.True(t, last.Resolved)
				assert.Equal(t, first.Dedup, last.Dedup)
				assert.GreaterOrEqual(t, last.At.Sub(healed), keepFiring)
				assert.LessOrEqual(t, last.At.Sub(healed), keepFiring+2*evaluation+time.Minute+deliveries)
			})
		})
	}
}

func TestShortFailuresBringNothing(t *testing.T) {
	inWorld(t, nil, func(t *testing.T, w *world) {
		for range 6 {
			w.pass(47 * time.Minute)
			w.failAll(system.OutlookCom)
			w.pass(3*time.Minute + 50*time.Second) // less than for - E
			w.fail(system.OutlookCom, 0)
		}
		w.pass(time.Hour)
		assert.Empty(t, lines(w.got()))
	})
}

// TestGapsWithinKeepFiring: one episode or two, each closed.
func TestGapsWithinKeepFiring(t *testing.T) {
	for _, row := range []struct {
		name  string
		gap   time.Duration
		pages int
	}{
		{"OK one episode", keepFiring - evaluation - 10*time.Second, 1},
		{"OK two episodes", keepFiring + 2*evaluation, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, nil, func(t *testing.T, w *world) {
				for range 2 {
					w.failAll(system.OutlookCom)
					w.pass(time.Hour)
					w.fail(system.OutlookCom, 0)
					w.pass(row.gap)
				}
				w.pass(time.Hour)
				pages := w.got("look-now-key")
				require.Len(t, pages, 2*row.pages, "%v", lines(pages))
				for i, p := range pages {
					assert.Equal(t, i%2 == 1, p.Resolved, "%v", lines(pages))
				}
			})
		})
	}
}

// TestRestart: an outage of the exporter that is shorter than ExporterDown's
// patience neither closes an alert nor delays one.
func TestRestart(t *testing.T) {
	inWorld(t, nil, func(t *testing.T, w *world) {
		w.pass(time.Hour + 17*time.Second)
		began := time.Now()
		w.failAll(system.OutlookCom)
		w.pass(2 * time.Minute)
		w.kill(true)
		w.pass(2 * time.Minute)
		w.kill(false)
		w.pass(30 * time.Minute)
		w.kill(true)
		w.pass(3 * time.Minute)
		w.kill(false)
		w.pass(30 * time.Minute)
		pages := w.got("look-now-key")
		require.Len(t, pages, 1, "%v", lines(pages))
		assert.LessOrEqual(t, pages[0].At.Sub(began), lookNowFor+2*evaluation+groupWait+deliveries)
	})
}

func TestExporterDown(t *testing.T) {
	inWorld(t, nil, func(t *testing.T, w *world) {
		w.pass(time.Hour)
		w.kill(true)
		w.pass(30 * time.Minute)
		pages := w.got("look-now-key")
		require.Len(t, pages, 1, "%v", lines(pages))
		assert.Equal(t, "ExporterDown", pages[0].Alert)
		assert.Less(t, pages[0].At.Sub(begin), time.Hour+8*time.Minute)
		w.kill(false)
		w.pass(30 * time.Minute)
		pages = w.got("look-now-key")
		require.Len(t, pages, 2)
		assert.True(t, pages[1].Resolved)
	})
}

// TestCalendarsStale: rounds are no longer tried, so that nothing fails.
func TestCalendarsStale(t *testing.T) {
	stuck := begin.Add(time.Hour)
	inWorld(t, func(c *alerting.Config) {
		m := alerting.NewMetrics(func() []system.AccountHealth {
			asOf := time.Now().Add(-time.Minute)
			if asOf.After(stuck) {
				asOf = stuck
			}
			return []system.AccountHealth{{Provider: system.OutlookCom, State: system.StateHealthy, AsOf: asOf}}
		})
		c.Gather = gatherer(m)
	}, func(t *testing.T, w *world) {
		w.pass(3 * time.Hour)
		pages := w.got("look-now-key")
		require.Len(t, pages, 1, "%v", lines(pages))
		assert.Equal(t, "CalendarsStale", pages[0].Alert)
		assert.Equal(t, "outlook.com", pages[0].Provider)
	})
}

// TestCredentialsRejected: one page when many accounts lose their credentials within
// hours, none for those who have waited for their owners all along. Without
// ANCHORAGE_FULL=1, on both sides of the threshold only.
func TestCredentialsRejected(t *testing.T) {
	for _, row := range []struct {
		name          string
		before, after int // of 20 accounts wait for their owners
		pages         []string
	}{
		{"OK all at once", 0, 20, []string{"CredentialsRejected firing", "CredentialsRejected resolved"}},
		{"OK a third more", 5, 12, []string{"CredentialsRejected firing", "CredentialsRejected resolved"}},
		{"OK just a quarter more", 5, 10, nil},
		{"OK half of them all along", 10, 10, nil},
	} {
		if row.before != 5 && !full() {
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			at := begin.Add(4 * time.Hour)
			inWorld(t, func(c *alerting.Config) {
				m := alerting.NewMetrics(func() []system.AccountHealth {
					rejected := row.before
					if time.Now().After(at) {
						rejected = row.after
					}
					all := make([]system.AccountHealth, 20)
					for i := range all {
						all[i] = system.AccountHealth{Provider: system.OutlookCom, State: system.StateHealthy, AsOf: time.Now()}
						if i < rejected {
							all[i].State = system.StateReauthorise
						}
					}
					return all
				})
				c.Gather = gatherer(m)
			}, func(t *testing.T, w *world) {
				w.pass(10 * time.Hour)
				var got []string
				for _, n := range w.got("look-now-key") {
					got = append(got, n.Alert+map[bool]string{false: " firing", true: " resolved"}[n.Resolved])
				}
				assert.Equal(t, row.pages, got)
			})
		})
	}
}

func TestInformationalEscalatesOnce(t *testing.T) {
	const patience = 2 * time.Hour
	inWorld(t, nil, func(t *testing.T, w *world) {
		w.pass(10 * time.Minute)
		w.fail(system.OutlookCom, 30) // 3 %: informational only
		w.pass(time.Hour)
		w.fail(system.OutlookCom, 0) // flicker that does not start the clock anew
		w.pass(10 * time.Minute)
		w.fail(system.OutlookCom, 30)
		w.pass(6 * time.Hour)
		w.fail(system.OutlookCom, 0)
		w.pass(time.Hour)

		chat, review := w.got("chat"), w.got("review-soon-key")
		require.Len(t, chat, 2, "%v", lines(chat))
		assert.Equal(t, "informational", chat[0].Level)
		assert.True(t, chat[1].Resolved)
		require.Len(t, review, 2, "%v", lines(review))
		assert.Equal(t, "InformationalStaysOpen", review[0].Alert)
		assert.Equal(t, "review_soon", review[0].Level)
		assert.Equal(t, "warning", review[0].Severity)
		assert.Contains(t, review[0].Text, "SomeAccountsFailing")
		assert.InDelta(t, patience, review[0].At.Sub(chat[0].At), float64(2*evaluation))
		assert.True(t, review[1].Resolved)
		assert.Empty(t, w.got("look-now-key"))
	})
}

// TestInhibition: look_now silences review_soon of its provider only; what was
// told before is closed, and what is still true afterwards comes back.
func TestInhibition(t *testing.T) {
	t.Run("OK silenced", func(t *testing.T) {
		inWorld(t, nil, func(t *testing.T, w *world) {
			w.failAll(system.OutlookCom)
			w.fail(system.Microsoft365, 30) // 10 %
			w.pass(4 * time.Hour)
			w.fail(system.OutlookCom, 0)
			w.pass(2 * time.Hour)
			for _, p := range w.got("review-soon-key") {
				assert.Equal(t, "microsoft365", p.Provider, "%s", p)
			}
			assert.NotEmpty(t, w.got("review-soon-key"))
			assert.Contains(t, lines(w.got("chat"))[0], "outlook.com", "informational alerts stay")
		})
	})
	t.Run("OK closed after it", func(t *testing.T) {
		inWorld(t, nil, func(t *testing.T, w *world) {
			w.fail(system.OutlookCom, 100)
			w.pass(time.Hour)
			w.failAll(system.OutlookCom)
			w.pass(time.Hour)
			w.fail(system.OutlookCom, 0)
			w.pass(time.Hour)
			review, now := w.got("review-soon-key"), w.got("look-now-key")
			require.Len(t, review, 2, "%v", lines(review))
			require.Len(t, now, 2, "%v", lines(now))
			assert.True(t, review[1].Resolved)
			assert.True(t, review[1].At.After(now[1].At))
		})
	})
	t.Run("OK comes back", func(t *testing.T) {
		inWorld(t, nil, func(t *testing.T, w *world) {
			w.failAll(system.OutlookCom)
			w.pass(time.Hour)
			w.fail(system.OutlookCom, 100)
			w.pass(time.Hour)
			review, now := w.got("review-soon-key"), w.got("look-now-key")
			require.Len(t, now, 2, "%v", lines(now))
			require.Len(t, review, 1, "%v", lines(review))
			assert.Equal(t, "AccountsKeepFailing", review[0].Alert)
			assert.True(t, review[0].At.After(now[1].At))
			assert.Less(t, review[0].At.Sub(now[1].At), 6*time.Minute)
		})
	})
}

func TestHeartbeatStopsWithTheEvaluation(t *testing.T) {
	inWorld(t, nil, func(t *testing.T, w *world) {
		w.pass(time.Hour)
		beats := w.heard()
		require.Greater(t, len(beats), 10)
		for i := 1; i < len(beats); i++ {
			assert.LessOrEqual(t, beats[i].Sub(beats[i-1]), 5*time.Minute+deliveries)
		}
		stopped := time.Now()
		w.process.StopEvaluation()
		w.pass(time.Hour)
		beats = w.heard()
		assert.Less(t, beats[len(beats)-1].Sub(stopped), 6*time.Minute)
	})
}

// TestSinkDown: attempts go on until the sink is back; each notice arrives once.
func TestSinkDown(t *testing.T) {
	inWorld(t, nil, func(t *testing.T, w *world) {
		w.answer503("pager.example.com:80", true)
		w.failAll(system.OutlookCom)
		w.pass(50 * time.Minute)
		assert.Empty(t, w.got("look-now-key"))
		assert.Greater(t, w.refused, 20)
		assert.NotEmpty(t, w.got("chat"), "the others are not held up")
		w.answer503("pager.example.com:80", false)
		back := time.Now()
		w.pass(time.Hour)
		w.fail(system.OutlookCom, 0)
		w.pass(time.Hour)
		pages := w.got("look-now-key")
		require.Len(t, pages, 2, "%v", lines(pages))
		assert.Less(t, pages[0].At.Sub(back), 2*time.Minute)
		assert.True(t, pages[1].Resolved)
	})
}

func TestWhatAPageSays(t *testing.T) {
	inWorld(t, nil, func(t *testing.T, w *world) {
		w.failAll(system.OutlookCom)
		w.pass(30 * time.Minute)
		page := w.got("look-now-key")[0]
		assert.Equal(t, "outlook.com: more than a quarter of the accounts fail to synchronise.", page.Text)
		chat := w.got("chat")[0]
		assert.Equal(t, "outlook.com: 100% of the accounts fail to synchronise.", chat.Text)
		var fields struct {
			Attachments []struct{ Fields []struct{ Title string } }
		}
		require.NoError(t, json.Unmarshal([]byte(chat.Body), &fields))
		var titles []string
		for _, f := range fields.Attachments[0].Fields {
			titles = append(titles, f.Title)
		}
		assert.Equal(t, []string{"level", "alert", "provider", "status", "since"}, titles)
	})
}

func TestPhasesAreApart(t *testing.T) {
	for name, change := range map[string]func(*alerting.Config){"default": nil, "2022": with2022(t)} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, change, func(t *testing.T, w *world) {
				groups := w.process.Phases()
				require.Greater(t, len(groups), 1)
				for a, x := range groups {
					for b, y := range groups {
						apart := ((x-y)%time.Minute + time.Minute) % time.Minute
						if a != b {
							assert.Greater(t, min(apart, time.Minute-apart), time.Second, "%s and %s", a, b)
						}
					}
				}
			})
		})
	}
}
