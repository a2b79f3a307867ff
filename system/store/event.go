package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"anchorage/system"
)

const (
	// selectRead finds what a read says of an account, and whether selectOpen would find
	// anything: it seldom does.
	selectRead = `SELECT as_of, calendar_id, EXISTS (SELECT 1 FROM outbox o WHERE o.account = account.id AND o.state = 'queued')
		OR EXISTS (SELECT 1 FROM outbox o WHERE o.account = account.id AND o.state = 'delivered' AND o.seen = 0 AND o.delivered_at > as_of - ?)
		FROM account WHERE id = ?`
	// selectEvents finds the events of a window. One without length overlaps the window
	// that it lies in. They come in no order: a database takes longer to sort a few dozen
	// rows than to find them.
	selectEvents = `SELECT ` + eventColumns + ` FROM event WHERE account = ? AND starts < ? AND (ends > ? OR starts >= ?)`
	selectEvent  = `SELECT ` + eventColumns + ` FROM event WHERE account = ? AND id = ?`
	selectMade   = `SELECT id FROM event WHERE account = ? AND transaction_id = ? AND transaction_id <> ''`
	// eventColumns are those that reads show: most of a read is columns. The series and
	// the write that made the event are for rounds only.
	eventColumns = `id, etag, subject, starts, ends, all_day, show_as`
)

// eventScan receives eventColumns. What all events of an account have in common is in
// row from the start.
type eventScan struct {
	row                  system.Event
	starts, ends, allDay int64
}

func (s *eventScan) targets() []any {
	e := &s.row
	return []any{&e.ID, &e.ETag, &e.Subject, &s.starts, &s.ends, &s.allDay, &e.ShowAs}
}

func (s *eventScan) event() system.Event {
	s.row.Start, s.row.End, s.row.AllDay = instant(s.starts), instant(s.ends), s.allDay == 1
	return s.row
}

// Events implements system.Store. What the account's own writes make of the cache
// is laid over it: those that are queued, and those that took effect and
// that no round has shown yet.
func (s *Store) Events(ctx context.Context, id system.AccountID, w system.Window) ([]system.Event, time.Time, error) {
	// No round comes between the statements: events and as_of belong together. Were there
	// several processes on one database, that would take a transaction.
	s.gate.enter()
	defer s.gate.leave()
	events, asOf, err := s.view(context.WithoutCancel(ctx), id, w)
	return events, asOf, named(err, "events of account", id)
}

// view is Events for who is inside the gate.
func (s *Store) view(ctx context.Context, id system.AccountID, w system.Window) ([]system.Event, time.Time, error) {
	var asOf int64
	var calendar string
	var overlaid bool
	err := s.statements[selectRead].QueryRowContext(ctx, int64(replicaLag), string(id)).Scan(&asOf, &calendar, &overlaid)
	if errors.Is(err, sql.ErrNoRows) {
		err = system.ErrNotFound
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	events, err := s.cachedIn(ctx, id, calendar, w)
	if err != nil {
		return nil, time.Time{}, err
	}
	if overlaid {
		var writes []system.Write
		if err := s.rowsInside(ctx, selectOpen, []any{string(id), string(id), shownAfter(asOf)}, collect(&writes)); err != nil {
			return nil, time.Time{}, err
		}
		o := overlay{
			events: events, calendar: calendar,
			cached: func(event string) (system.Event, error) { return s.cachedInside(ctx, id, calendar, event) },
			made:   func(create string) (string, error) { return s.madeInside(ctx, id, create) },
		}
		if events, err = o.with(writes, w); err != nil {
			return nil, time.Time{}, err
		}
	}
	slices.SortFunc(events, func(a, b system.Event) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	return events, instant(asOf), nil
}

// usualEvents is how many events there is room for from the start: a fortnight of
// most calendars has fewer.
const usualEvents = 32

// cachedIn finds the cached events of a window, in no order.
func (s *Store) cachedIn(ctx context.Context, id system.AccountID, calendar string, w system.Window) ([]system.Event, error) {
	events := make([]system.Event, 0, usualEvents)
	scan := eventScan{row: system.Event{CalendarID: calendar}}
	targets := scan.targets()
	from := nanos(w.From)
	err := s.rowsInside(ctx, selectEvents, []any{string(id), nanos(w.Until), from, from}, func(r *sql.Rows) error {
		err := r.Scan(targets...)
		events = append(events, scan.event())
		return err
	})
	return events, err
}

// madeInside finds the cached event that a create has made, for who is inside the
// gate. ErrNotFound.
func (s *Store) madeInside(ctx context.Context, id system.AccountID, create string) (event string, err error) {
	err = s.statements[selectMade].QueryRowContext(ctx, string(id), create).Scan(&event)
	if errors.Is(err, sql.ErrNoRows) {
		err = system.ErrNotFound
	}
	return event, err
}

// cachedInside finds a cached event, for who is inside the gate. ErrNotFound.
func (s *Store) cachedInside(ctx context.Context, id system.AccountID, calendar, event string) (system.Event, error) {
	scan := eventScan{row: system.Event{CalendarID: calendar}}
	err := s.statements[selectEvent].QueryRowContext(ctx, string(id), event).Scan(scan.targets()...)
	if errors.Is(err, sql.ErrNoRows) {
		err = system.ErrNotFound
	}
	return scan.event(), err
}
