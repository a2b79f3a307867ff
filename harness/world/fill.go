package world

import (
	"fmt"
	"time"

	"anchorage/sim/mailbox"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// fill gives a mailbox what it has at the start: single events, spread over the four
// weeks around it, in working hours, and series.
func (w *world) fill(m *mailbox.Mailbox) {
	owners := w.File.Owners.WithDefaults()
	id := m.Spec().ID
	day := w.File.Clock.From.Truncate(24 * time.Hour)
	for n := range owners.Events {
		k := uint64(n)
		start := day.AddDate(0, 0, w.seed.IntN(id, "event.day", k, 28)-7).
			Add(time.Duration(8*60+15*w.seed.IntN(id, "event.slot", k, 40)) * time.Minute)
		length := time.Duration(15*(1+w.seed.IntN(id, "event.length", k, 6))) * time.Minute
		event := mailbox.Event{Subject: w.subject("Appointment", k+1), Start: start, End: start.Add(length), ShowAs: "busy"}
		w.filled(m, event)
	}
	for n := range *owners.Series {
		w.fillSeries(m, uint64(n))
	}
}

// numbered is a subject: a word and a number.
type numbered struct {
	word string
	n    uint64
}

// subject makes each subject once: all calendars share them.
func (w *world) subject(word string, n uint64) string {
	if w.subjects == nil {
		w.subjects = map[numbered]string{}
	}
	key := numbered{word, n}
	if w.subjects[key] == "" {
		w.subjects[key] = fmt.Sprintf("%s %d", word, n)
	}
	return w.subjects[key]
}

// filled creates a generated event.
func (w *world) filled(m *mailbox.Mailbox, e mailbox.Event) mailbox.Event {
	made, err := m.Create(e)
	if err != nil {
		panic(fmt.Sprintf("world: a generated event is refused: %v", err))
	}
	return made
}

// zonesOfOthers are where people sit with whom owners meet regularly: their clocks
// change on other days than the owner's, or not at all.
var zonesOfOthers = [...]string{"America/New_York", "Asia/Kolkata"}

// fillSeries creates series n: in turn of working days, weekly and monthly. One in
// four keeps the time of another zone. In the two weeks after the start an occurrence
// may have been moved before, another one cancelled.
func (w *world) fillSeries(m *mailbox.Mailbox, n uint64) {
	id := m.Spec().ID
	e := mailbox.Event{Subject: w.subject("Series", n+1), ShowAs: "busy", TimeZone: m.Spec().TimeZone}
	if other := w.seed.IntN(id, "series.zone", n, 4*len(zonesOfOthers)); other < len(zonesOfOthers) {
		e.TimeZone = zonesOfOthers[other]
	}
	rule, weeks := w.recurrence(id, n)
	e.Recurrence = &rule
	zone, err := units.Location(e.TimeZone)
	if err != nil {
		panic(fmt.Sprintf("world: a fleet in no zone: %v", err))
	}
	year, month, day := w.File.Clock.From.Date()
	day -= 7 * (1 + w.seed.IntN(id, "series.age", n, weeks))
	e.AllDay = rule.Type == mailbox.AbsoluteMonthly
	if e.AllDay {
		e.Start, e.End = time.Date(year, month, day, 0, 0, 0, 0, zone), time.Date(year, month, day+1, 0, 0, 0, 0, zone)
	} else {
		e.Start = time.Date(year, month, day, 9, 15*w.seed.IntN(id, "series.slot", n, 32), 0, 0, zone)
		e.End = e.Start.Add(time.Duration(15*(1+w.seed.IntN(id, "series.length", n, 4))) * time.Minute)
	}
	w.disturb(m, w.filled(m, e), n)
}

// recurrence of series n, and how many weeks ago it began at most.
func (w *world) recurrence(id string, n uint64) (rule mailbox.Recurrence, weeks int) {
	weekday := time.Monday + time.Weekday(w.seed.IntN(id, "series.weekday", n, 5))
	switch n % 3 {
	case 0:
		return mailbox.Recurrence{Type: mailbox.Weekly, Days: []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}}, 2
	case 1:
		return mailbox.Recurrence{Type: mailbox.Weekly, Days: []time.Weekday{weekday}, WeekStart: time.Monday,
			Interval: 1 + w.seed.IntN(id, "series.interval", n, 2), Count: 6 + w.seed.IntN(id, "series.count", n, 6)}, 4
	}
	if w.seed.Float(id, "series.all-day", n) < 0.5 {
		return mailbox.Recurrence{Type: mailbox.AbsoluteMonthly, DayOfMonth: 1 + w.seed.IntN(id, "series.month-day", n, 31)}, 8
	}
	until := mailbox.DayOf(w.File.Clock.From.Time) + 40
	return mailbox.Recurrence{Type: mailbox.RelativeMonthly, Index: mailbox.Last, Days: []time.Weekday{weekday}, Until: until}, 8
}

// Shares of series that have an occurrence moved, and one cancelled, at the start.
const (
	movedBelow     = 0.4
	cancelledBelow = 0.4
)

// disturb moves an occurrence by an hour and cancels another one.
func (w *world) disturb(m *mailbox.Mailbox, master mailbox.Event, n uint64) {
	id := m.Spec().ID
	from := w.File.Clock.From.Truncate(24 * time.Hour)
	var coming []mailbox.Event
	for _, e := range m.View(from, from.AddDate(0, 0, 14)) {
		if e.SeriesID == master.ID {
			coming = append(coming, e)
		}
	}
	if len(coming) < 2 || master.AllDay {
		return
	}
	at := w.seed.IntN(id, "series.disturbed", n, len(coming)-1)
	if w.seed.Float(id, "series.moved", n) < movedBelow {
		_, err := m.Update(coming[at].ID, func(e *mailbox.Event) {
			e.Subject += ", moved"
			e.Start, e.End = e.Start.Add(time.Hour), e.End.Add(time.Hour)
		})
		w.must(err)
	}
	if w.seed.Float(id, "series.cancelled", n) < cancelledBelow {
		w.must(m.Delete(coming[at+1].ID))
	}
}

func (w *world) must(err error) {
	if err != nil {
		panic(fmt.Sprintf("world: a generated change is refused: %v", err))
	}
}

var _ people.Recurring = calendar{}
