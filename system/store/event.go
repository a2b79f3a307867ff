package store

import (
	"context"
	"database/sql"
	"time"

	"anchorage/system"
)

// One statement, so that events and as_of belong together. An account without
// events in the window gives one row with an empty id. An event without length
// overlaps the window that it lies in.
const selectEvents = `SELECT a.as_of, COALESCE(e.id, ''), COALESCE(e.calendar_id, ''), COALESCE(e.etag, ''), COALESCE(e.subject, ''),
	COALESCE(e.starts, 0), COALESCE(e.ends, 0), COALESCE(e.all_day, 0), COALESCE(e.show_as, '')
	FROM account a LEFT JOIN event e ON e.account = a.id AND e.starts < ? AND (e.ends > ? OR e.starts >= ?)
	WHERE a.id = ? ORDER BY e.starts, e.id`

// Events implements system.Store.
func (s *Store) Events(ctx context.Context, id system.AccountID, w system.Window) ([]system.Event, time.Time, error) {
	var events []system.Event
	var asOf, starts, ends, allDay int64
	var e system.Event
	targets := []any{&asOf, &e.ID, &e.CalendarID, &e.ETag, &e.Subject, &starts, &ends, &allDay, &e.ShowAs}
	known := false
	from := nanos(w.From)
	err := s.rows(ctx, selectEvents, []any{nanos(w.Until), from, from, string(id)}, func(r *sql.Rows) error {
		known = true
		if err := r.Scan(targets...); err != nil {
			return err
		}
		if e.ID != "" {
			e.Start, e.End, e.AllDay = instant(starts), instant(ends), allDay == 1
			events = append(events, e)
		}
		return nil
	})
	if err == nil && !known {
		err = system.ErrNotFound
	}
	return events, instant(asOf), named(err, "events of account", id)
}
