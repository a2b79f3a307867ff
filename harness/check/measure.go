package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/people"
)

// Measure takes the figures of a run.
func Measure(h *history.History) Measures {
	v := newView(h)
	m := Measures{Mailboxes: len(v.ids), Requests: h.Requests}
	v.measureReads(&m)
	v.measureSeries(&m)
	v.measureRelinks(&m)
	v.measureEdits(&m)
	v.measureWrites(&m)
	v.measureStatus(&m)
	m.Tickets = len(all[history.TicketOpened](v))
	start, trouble := v.troubleBegins()
	v.measureAlerts(&m, start, trouble)
	m.RecoveredShare = 1
	if trouble {
		v.measureDetection(&m, start)
		v.measureRecovery(&m, start)
	}
	return m
}

// seconds is a length of time as a measure.
func seconds(d time.Duration) *float64 {
	s := d.Seconds()
	return &s
}

// troubleBegins is the instant at which the first failed round began.
func (v *view) troubleBegins() (start time.Time, trouble bool) {
	for _, id := range v.ids {
		if failed := v.mailboxes[id].failed; len(failed) > 0 && (!trouble || failed[0].From.Before(start)) {
			start, trouble = failed[0].From, true
		}
	}
	return start, trouble
}

// measureReads counts the reads that the verdicts on answering count.
func (v *view) measureReads(m *Measures) {
	for _, r := range v.readsOfLinked() {
		m.Reads++
		if r.d.Answered {
			m.ReadsAnswered++
		}
		if r.d.Stale {
			m.ReadsStale++
		}
	}
}

// measureSeries sums over the providers' cohorts. A request that belongs to no
// mailbox is in none of them.
func (v *view) measureSeries(m *Measures) {
	for _, c := range v.h.Header.Cohorts {
		if c.Select.Provider == "" || c.Select != (people.Selector{Provider: c.Name}) {
			continue
		}
		for _, minute := range v.h.Series[c.Name] {
			m.StaleMailboxHours += float64(minute.Stale)
			m.RequestsFailed += minute.Failed
		}
	}
	m.StaleMailboxHours /= 60
}

func (v *view) measureRelinks(m *Measures) {
	for _, a := range all[history.RelinkAsked](v) {
		m.RelinksAsked++
		if !a.d.Failing {
			m.RelinksNeedless++
		}
	}
	for _, a := range all[history.RelinkAnswered](v) {
		if a.d.Outcome == history.OutcomeLinked {
			m.RelinksAnswered++
		}
	}
}

func (v *view) measureStatus(m *Measures) {
	posts := all[history.Posted](v)
	if len(posts) >= 2 {
		before, after := longestSilence(posts)
		m.LongestSilenceSeconds = seconds(after.At.Sub(before.At))
	}
	for _, p := range posts {
		if c := p.d.Post.Claims.Healthy; c != nil {
			if healthy, total := v.healthyAt(*c, p.At); !claimIsTrue(*c, healthy, total) {
				m.FalseClaims++
			}
		}
	}
}

// measureAlerts counts what arrived, and times the first alerts of providers in
// trouble.
func (v *view) measureAlerts(m *Measures, start time.Time, trouble bool) {
	for _, n := range all[history.Notice](v) {
		if n.d.Sink == chat {
			m.Informational++
		}
	}
	openings, open := v.openings()
	m.OpenAtEnd = len(open)
	for _, n := range openings {
		if n.d.Sink != pager {
			continue
		}
		switch n.d.Level {
		case reviewSoon:
			m.ReviewSoon++
		case lookNow:
			m.LookNow++
		}
	}
	if !trouble {
		return
	}
	providers := v.troubledProviders()
	first := func(level string) *float64 {
		n := v.firstOpening(start, func(n history.Notice) bool {
			return n.Level == level && (n.Provider == "" || providers[n.Provider])
		})
		if n == nil {
			return nil
		}
		return seconds(n.At.Sub(start))
	}
	m.FirstInformationalSeconds = first(informational)
	m.FirstLookNowSeconds = first(lookNow)
}

func (v *view) troubledProviders() map[string]bool {
	out := map[string]bool{}
	for _, r := range v.recoveries() {
		out[v.mailboxes[r.mailbox].Provider] = true
	}
	return out
}

// measureDetection finds the first event by which a person learns or acts.
func (v *view) measureDetection(m *Measures, start time.Time) {
	for _, e := range v.h.Events {
		by := ""
		switch d := e.Data.(type) {
		case history.Noticed:
			by = d.By
		case history.Acted, history.Posted:
			by = "action"
		}
		if by != "" && !e.At.Before(start) {
			m.DetectSeconds, m.DetectedBy = seconds(e.At.Sub(start)), by
			return
		}
	}
}

func (v *view) measureRecovery(m *Measures, start time.Time) {
	affected := v.recoveries()
	m.Affected = len(affected)
	var back []time.Time
	healthy := 0
	for _, r := range affected {
		if r.at.IsZero() {
			continue
		}
		back = append(back, r.at)
		if !v.mailboxes[r.mailbox].failsAt(v.end()) {
			healthy++
		}
	}
	m.RecoveredShare = shareOf(healthy, len(affected))
	slices.SortFunc(back, time.Time.Compare)
	nth := func(n int) *float64 {
		if n > len(back) {
			return nil
		}
		return seconds(back[n-1].Sub(start))
	}
	m.FirstRecoverySeconds = nth(1)
	m.NinetyPercentSeconds = nth((9*len(affected) + 9) / 10)
	m.FullRecoverySeconds = nth(len(affected))
	if t, ok := v.settledAt(affected); ok {
		m.FullRecoveryExceptWaitingSeconds = seconds(t.Sub(start))
	}
}

// settledAt is the first instant at which every affected mailbox has recovered
// or waits for its owner.
func (v *view) settledAt(affected []recovery) (time.Time, bool) {
	type step struct {
		at   time.Time
		open int // change in the number of mailboxes that are neither
	}
	var steps []step
	for _, r := range affected {
		if !r.at.IsZero() {
			steps = append(steps, step{r.at, -1})
		}
		for _, w := range v.mailboxes[r.mailbox].waits() {
			if w.From.Before(r.since) || !r.at.IsZero() && !w.From.Before(r.at) {
				continue
			}
			steps = append(steps, step{w.From, -1})
			if !w.Open {
				steps = append(steps, step{w.Until, +1})
			}
		}
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	open := len(affected)
	for i, s := range steps {
		open += s.open
		if open == 0 && (i+1 == len(steps) || steps[i+1].at.After(s.at)) {
			return s.at, true
		}
	}
	return time.Time{}, false
}
