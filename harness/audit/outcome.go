package audit

import (
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/sinks"
)

// Levels, by how a notice reaches people; strongest last.
const (
	Informational = "informational" // the chat
	ReviewSoon    = "review_soon"   // the pager, at low urgency
	LookNow       = "look_now"      // the pager, at high urgency
)

// Levels from the weakest to the strongest.
var Levels = []string{Informational, ReviewSoon, LookNow}

// Told is what one level said of a cell's provider.
type Told struct {
	Level  string
	After  time.Duration // from the start of the failure to the first notice
	Times  int           // notices that open an alert
	Alerts []string      // their names, sorted
	Closed time.Duration // from the end of the failure to the last closure; may be negative
	Slow   []string      // alerts that closed later than they should have, sorted
	Open   []string      // alerts that never closed, sorted
}

// Alert is one alert from its first notice to its closure.
type Alert struct {
	Name   string
	Level  string
	After  time.Duration  // from the start of the failure to the notice
	Closed *time.Duration // from the end of the failure to the closure; nil: it never came
}

// Read is how somebody first learned of the failure.
type Read struct {
	By    string        // as history.Noticed says it: page, low_page, chat, ticket
	After time.Duration // from the start of the failure
}

// Outcome is what a cell brought.
type Outcome struct {
	Cell
	Alerts  []Alert  // all of the cell\'s provider, or of none, in order of opening
	Told    []Told   // levels that said something, strongest first
	Others  []string // alerts of other providers, as "microsoft365: look_now ProviderFailing", sorted
	Read    *Read    // nil: nobody
	Deaf    bool     // the dead-man's switch fell silent: alerting was dead, or has no heartbeat
	Early   []string // alerts that were open before anything failed, sorted
	Hits    int      // requests that met the failure
	Strange []string // what must not happen in any world

	ticket bool // an owner has written to the help desk
}

// unfinished says whether something is left that a longer world would tell: an alert is
// open, or nobody has read what waits for the morning. Of the chat that is no more than
// what is open: who skims it passes over what has closed.
func (o *Outcome) unfinished() bool {
	waits := o.ticket
	for _, t := range o.Told {
		if len(t.Open) > 0 {
			return true
		}
		waits = waits || t.Level != Informational
	}
	return waits && o.Read == nil
}

// told is what a level said, nil when it was silent.
func (o *Outcome) told(level string) *Told {
	for i := range o.Told {
		if o.Told[i].Level == level {
			return &o.Told[i]
		}
	}
	return nil
}

// Judge reads the outcome of a cell from its history.
func Judge(c Cell, h *history.History) Outcome {
	o := Outcome{Cell: c}
	for _, f := range h.Header.Faults {
		o.Hits += f.Hits
	}
	for _, e := range episodes(h) {
		switch {
		case c.concerns(e):
			o.Alerts = append(o.Alerts, c.alert(e))
		case !e.opened.Before(c.Start.At):
			o.Others = append(o.Others, e.Provider+": "+e.level+" "+e.Alert)
		case e.closed.IsZero() || e.closed.After(c.Start.At):
			o.Early = append(o.Early, e.Alert)
		}
	}
	for _, level := range slices.Backward(Levels) {
		if t := tell(level, o.Alerts, c.mustCloseWithin()); t != nil {
			o.Told = append(o.Told, *t)
		}
	}
	o.Others, o.Early = sorted(o.Others), sorted(o.Early)
	for _, e := range h.Events {
		o.take(e)
	}
	return o
}

// take notes what is no notice.
func (o *Outcome) take(e history.Event) {
	after := e.At.Sub(o.Start.At)
	switch d := e.Data.(type) {
	case history.HeartbeatLost:
		o.Deaf = true
	case history.Noticed:
		if after >= 0 && o.Read == nil && (d.Provider == o.Provider || d.Provider == "") {
			o.Read = &Read{By: d.By, After: after}
		}
	case history.TicketOpened:
		o.ticket = o.ticket || after >= 0
	case history.Violation:
		o.Strange = append(o.Strange, d.What)
	}
}

// concerns says whether an alert that opened since the start of the failure is of
// the cell's provider, or of no provider.
func (c Cell) concerns(e episode) bool {
	return !e.opened.Before(c.Start.At) && (e.Provider == "" || e.Provider == c.Provider)
}

// alert measures an episode from the failure.
func (c Cell) alert(e episode) Alert {
	a := Alert{Name: e.Alert, Level: e.level, After: e.opened.Sub(c.Start.At)}
	if !e.closed.IsZero() {
		closed := e.closed.Sub(c.end())
		a.Closed = &closed
	}
	return a
}

// tell sums up what a level said; nil when it was silent. Closures are slow when they
// come later than within after the end of the failure.
func tell(level string, all []Alert, within time.Duration) *Told {
	var t *Told
	for _, a := range all {
		if a.Level != level {
			continue
		}
		if t == nil {
			t = &Told{Level: level, After: a.After}
		}
		t.add(a, within)
	}
	if t != nil {
		t.Alerts, t.Slow, t.Open = sorted(t.Alerts), sorted(t.Slow), sorted(t.Open)
	}
	return t
}

func (t *Told) add(a Alert, within time.Duration) {
	t.Times++
	t.Alerts = append(t.Alerts, a.Name)
	if a.Closed == nil {
		t.Open = append(t.Open, a.Name)
		return
	}
	if a.Closed.Round(time.Minute) > within {
		t.Slow = append(t.Slow, a.Name)
	}
	if t.Closed == 0 || *a.Closed > t.Closed {
		t.Closed = *a.Closed
	}
}

// sorted are the different ones of names.
func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// episode is an alert from its first notice to its closure.
type episode struct {
	history.Notice
	level          string
	opened, closed time.Time // closed is zero when it is still open at the end
}

// episodes pairs the notices of each sink, in order of opening.
func episodes(h *history.History) []episode {
	var all []episode
	open := map[string]int{} // key: sink and key of the notice; position in all
	for _, e := range h.Events {
		n, ok := e.Data.(history.Notice)
		if !ok {
			continue
		}
		key := n.Sink + "\x00" + n.Key
		i, known := open[key]
		switch {
		case n.Status == sinks.Firing && !known:
			open[key] = len(all)
			all = append(all, episode{Notice: n, level: levelOf(n), opened: e.At})
		case n.Status == sinks.Resolved && known:
			all[i].closed = e.At
			delete(open, key)
		}
	}
	return all
}

// levelOf is how a notice reaches people, whatever it says of itself.
func levelOf(n history.Notice) string {
	switch {
	case n.Sink != "pager":
		return Informational
	case n.Urgency == sinks.High:
		return LookNow
	}
	return ReviewSoon
}
