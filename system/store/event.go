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

// One statement, so that events and as_of belong together. An account without
// events in the window gives one row with an empty id. An event without length
// overlaps the window that it lies in. The rows come in no order: a database takes
// longer to sort a few dozen of them than to find them. Nor do they say what only
// rounds ask for, the series and the write that made it: most of a read is columns.
const selectEvents = `SELECT a.as_of, a.calendar_id, COALESCE(e.id, ''), COALESCE(e.etag, ''), COALESCE(e.subject, ''),
	COALESCE(e.starts, 0), COALESCE(e.ends, 0), COALESCE(e.all_day, 0), COALESCE(e.show_as, '')
	FROM account a LEFT JOIN event e ON e.account = a.id AND e.starts < ? AND (e.ends > ? OR e.starts >= ?)
	WHERE a.id = ?`

const (
	selectEvent = `SELECT a.as_of, a.calendar_id, e.id, e.etag, e.subject, e.starts, e.ends, e.all_day, e.show_as
		FROM event e JOIN account a ON a.id = e.account WHERE e.account = ? AND e.id = ?`
	selectMade = `SELECT id FROM event WHERE account = ? AND transaction_id = ? AND transaction_id <> ''`
)

// eventScan receives the columns of selectEvents and selectEvent.
type eventScan struct {
	row                        system.Event
	asOf, starts, ends, allDay int64
}

func (s *eventScan) targets() []any {
	e := &s.row
	return []any{&s.asOf, &e.CalendarID, &e.ID, &e.ETag, &e.Subject, &s.starts, &s.ends, &s.allDay, &e.ShowAs}
}

func (s *eventScan) event() system.Event {
	s.row.Start, s.row.End, s.row.AllDay = instant(s.starts), instant(s.ends), s.allDay == 1
	return s.row
}

// Events implements system.Store. What the account's own writes make of the cache
// is laid over it: those that are queued, and those that took effect and
// that no round has shown yet.
func (s *Store) Events(ctx context.Context, id system.AccountID, w system.Window) ([]system.Event, time.Time, error) {
	events, asOf, err := s.view(ctx, id, w)
	return events, asOf, named(err, "events of account", id)
}

func (s *Store) view(ctx context.Context, id system.AccountID, w system.Window) ([]system.Event, time.Time, error) {
	var events []system.Event
	var scan eventScan
	targets := scan.targets()
	known := false
	from := nanos(w.From)
	s.gate.enter()
	defer s.gate.leave()
	err := s.rowsInside(ctx, selectEvents, []any{nanos(w.Until), from, from, string(id)}, func(r *sql.Rows) error {
		known = true
		if err := r.Scan(targets...); err != nil {
			return err
		}
		if scan.row.ID != "" {
			events = append(events, scan.event())
		}
		return nil
	})
	if err == nil && !known {
		err = system.ErrNotFound
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	var writes []system.Write
	if err := s.rowsInside(ctx, selectOpen, []any{string(id), string(id), shownAfter(scan.asOf)}, collect(&writes)); err != nil {
		return nil, time.Time{}, err
	}
	if len(writes) > 0 {
		o := overlay{
			events: events, calendar: scan.row.CalendarID,
			cached: func(event string) (system.Event, error) { return s.cachedInside(ctx, id, event) },
			made:   func(create string) (string, error) { return s.madeInside(ctx, id, create) },
		}
		if events, err = o.with(writes, w); err != nil {
			return nil, time.Time{}, err
		}
	}
	slices.SortFunc(events, func(a, b system.Event) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	return events, instant(scan.asOf), nil
}

// madeInside finds the cached event that a create has made, for who is inside the
// gate. ErrNotFound.
func (s *Store) madeInside(ctx context.Context, id system.AccountID, create string) (event string, err error) {
	err = s.statements[selectMade].QueryRowContext(context.WithoutCancel(ctx), string(id), create).Scan(&event)
	if errors.Is(err, sql.ErrNoRows) {
		err = system.ErrNotFound
	}
	return event, err
}

// cachedInside finds a cached event, for who is inside the gate. ErrNotFound.
func (s *Store) cachedInside(ctx context.Context, id system.AccountID, event string) (system.Event, error) {
	var scan eventScan
	err := s.statements[selectEvent].QueryRowContext(context.WithoutCancel(ctx), string(id), event).Scan(scan.targets()...)
	if errors.Is(err, sql.ErrNoRows) {
		err = system.ErrNotFound
	}
	return scan.event(), err
}
