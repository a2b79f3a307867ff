package world

import (
	"errors"
	"time"

	"anchorage/harness/model"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// seriesKnown is how far beyond the world's end the reference model knows series:
// further than anybody looks ahead.
const seriesKnown = 21 * 24 * time.Hour

// TellModel tells the reference model of a change of a store. Series are known up to
// an instant.
func TellModel(m *model.Model, store *mailbox.Store, c mailbox.Change, upto time.Time) {
	c, told := tellSeries(m, store, c, upto)
	switch {
	case told:
	case c.Kind == mailbox.Deleted:
		m.Changed(c.At, c.Mailbox, c.Event.ID, nil)
	default:
		value := valueOf(c.Event)
		m.Changed(c.At, c.Mailbox, c.Event.ID, &value)
	}
}

// tellSeries tells the reference model what a change makes of a series, which may be
// all there is to tell. A change of one occurrence remains, as one of that.
func tellSeries(m *model.Model, store *mailbox.Store, c mailbox.Change, upto time.Time) (rest mailbox.Change, told bool) {
	switch {
	case c.Series != nil:
		owner, _ := store.Get(c.Mailbox)
		m.SeriesChanged(c.At, c.Mailbox, c.Event.ID, SeriesOf(owner, c.Series), upto)
	case c.Event.Type == mailbox.SeriesMaster:
		m.SeriesChanged(c.At, c.Mailbox, c.Event.ID, nil, upto)
	default:
		return c, false
	}
	if c.Occurrence == nil {
		return c, true
	}
	c.Event = *c.Occurrence
	if c.Cancelled {
		c.Kind = mailbox.Deleted
	}
	return c, false
}

func valueOf(e mailbox.Event) model.Value {
	return model.Value{Subject: e.Subject, Start: e.Start, End: e.End, ShowAs: e.ShowAs}
}

// kinds of the model by the provider's types.
var kinds = map[string]string{mailbox.Daily: model.EveryDay, mailbox.Weekly: model.EveryWeek,
	mailbox.AbsoluteMonthly: model.EveryMonth, mailbox.RelativeMonthly: model.EveryMonthByDay}

// SeriesOf puts what a mailbox keeps of a series in the reference model's words.
func SeriesOf(m *mailbox.Mailbox, s *mailbox.Series) *model.Series {
	r := s.Master.Recurrence
	zone, err := units.Location(r.TimeZone)
	if err != nil {
		panic("world: a stored series in no zone: " + err.Error())
	}
	out := &model.Series{Value: valueOf(s.Master), Zone: zone, Changed: map[model.Date]model.Value{}, Cancelled: map[model.Date]bool{}}
	out.Pattern = model.Pattern{Kind: kinds[r.Type], Interval: r.Interval, Weekdays: r.Days, WeekStart: r.WeekStart, MonthDay: r.DayOfMonth, Nth: r.Index, Count: r.Count}
	if r.Until != 0 {
		out.Pattern.Until = dateOf(r.Until)
	}
	for _, e := range s.Exceptions {
		out.Changed[dateOf(e.Slot)] = valueOf(e)
	}
	for _, d := range s.Cancelled {
		out.Cancelled[dateOf(d)] = true
	}
	id := s.Master.ID
	out.ID = func(d model.Date) string {
		return m.OccurrenceID(id, mailbox.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)))
	}
	return out
}

func dateOf(d mailbox.Day) model.Date { return model.DateOf(time.Unix(int64(d)*86400, 0).UTC()) }

// Occurrences implements people.Recurring.
func (c calendar) Occurrences(from, until time.Time) []people.Event {
	var out []people.Event
	for _, e := range c.View(from, until) {
		if e.SeriesID != "" {
			out = append(out, people.Event{ID: e.ID, Subject: e.Subject, Start: e.Start, End: e.End})
		}
	}
	return out
}

// refused puts what a calendar does not allow in the owners' words.
func refused(err error) error {
	if errors.Is(err, mailbox.ErrCrossing) {
		return errors.Join(people.ErrRefused, err)
	}
	return err
}
