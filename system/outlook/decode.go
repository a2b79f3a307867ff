package outlook

import (
	"errors"
	"fmt"
	"github.com/segmentio/encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anchorage/system"
)

// wallTime is the form of start and end: no offset, 7 digits of fraction
// (provider contract 3.2).
const wallTime = "2006-01-02T15:04:05.9999999"

// item is an element of a delta page. encoding/json matches names whatever their
// case, so one shape serves both dialects: Graph's "showAs" and REST's "ShowAs".
type item struct {
	ID           string    `json:"id"`
	ETag         string    `json:"@odata.etag"`
	Subject      string    `json:"subject"`
	Start        *zoned    `json:"start"`
	End          *zoned    `json:"end"`
	IsAllDay     bool      `json:"isAllDay"`
	ShowAs       string    `json:"showAs"`
	Type         string    `json:"type"`
	SeriesMaster string    `json:"seriesMasterId"`
	Removed      *struct{} `json:"@removed"` // Graph: deleted, or moved out of the window
	Reason       string    `json:"reason"`   // REST: "deleted"
	Transaction  string    `json:"transactionId"`
}

type zoned struct {
	DateTime string `json:"dateTime"`
	TimeZone string `json:"timeZone"`
}

// decodePage reads a page. A page without "value" is malformed: nothing may be
// taken for gone because of it.
func decodePage(body []byte, calendarID string) (system.Page, error) {
	var raw struct {
		Value     []item `json:"value"` // an empty array is not nil
		NextLink  string `json:"@odata.nextLink"`
		DeltaLink string `json:"@odata.deltaLink"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return system.Page{}, malformed("page is not the JSON that was asked for", err)
	}
	if raw.Value == nil {
		return system.Page{}, malformed("page without a value", nil)
	}
	page := system.Page{NextLink: raw.NextLink, DeltaLink: raw.DeltaLink}
	if err := fill(&page, raw.Value, calendarID); err != nil {
		return system.Page{}, malformed(err.Error(), nil)
	}
	return page, nil
}

// fill sorts the items. A bare occurrence takes what it lacks from its series'
// master, wherever on the page that is (provider contract 3.5, 7); without it nobody
// knows what the occurrence is.
func fill(page *system.Page, items []item, calendarID string) error {
	var masters map[string]*item
	for i := range items {
		it := &items[i]
		if it.ID == "" {
			return errors.New("item without an id")
		}
		switch {
		case it.gone():
			page.Removed = append(page.Removed, entityID(it.ID))
		case strings.EqualFold(it.Type, "seriesMaster"):
			// Its occurrences are listed beside it, never on another page; itself it
			// takes up no time (provider contract 3.5).
			if masters == nil {
				masters = map[string]*item{}
			}
			masters[it.ID] = it
		}
	}
	page.Series = slices.Sorted(maps.Keys(masters))
	for i := range items {
		it := &items[i]
		if it.gone() || strings.EqualFold(it.Type, "seriesMaster") {
			continue
		}
		if strings.EqualFold(it.Type, "occurrence") {
			master := masters[it.SeriesMaster]
			if master == nil {
				return errors.New("occurrence without its series")
			}
			it.Subject, it.IsAllDay, it.ShowAs = master.Subject, master.IsAllDay, master.ShowAs
		}
		e, err := it.event(calendarID)
		if err != nil {
			return err
		}
		page.Changed = append(page.Changed, e)
	}
	return nil
}

func (it *item) gone() bool { return it.Removed != nil || strings.EqualFold(it.Reason, "deleted") }

// event turns an item that says all of itself into an event.
func (it *item) event(calendarID string) (system.Event, error) {
	start, err := it.Start.instant()
	if err != nil {
		return system.Event{}, fmt.Errorf("start: %w", err)
	}
	end, err := it.End.instant()
	if err != nil {
		return system.Event{}, fmt.Errorf("end: %w", err)
	}
	if end.Before(start) {
		return system.Event{}, errors.New("event that ends before it starts")
	}
	return system.Event{
		ID: it.ID, CalendarID: calendarID, ETag: it.ETag, Subject: it.Subject, SeriesID: it.SeriesMaster,
		Start: start, End: end, AllDay: it.IsAllDay, ShowAs: camel(it.ShowAs), TransactionID: it.Transaction,
	}, nil
}

func (z *zoned) instant() (time.Time, error) {
	if z == nil {
		return time.Time{}, errors.New("missing")
	}
	if z.TimeZone != "UTC" {
		return time.Time{}, errors.New("not in UTC, which was asked for")
	}
	t, err := time.Parse(wallTime, z.DateTime)
	if err != nil {
		return time.Time{}, errors.New("no date and time")
	}
	return t, nil
}

// entityID is the id of a deleted item. The older dialect may wrap it, as in
// CalendarView('id') (provider contract 7).
func entityID(id string) string {
	if _, rest, ok := strings.Cut(id, "('"); ok {
		if bare, ok := strings.CutSuffix(rest, "')"); ok {
			return bare
		}
	}
	return id
}

// camel gives enum values one form: the older dialect writes "WorkingElsewhere".
func camel(s string) string {
	if s == "" {
		return "unknown"
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
