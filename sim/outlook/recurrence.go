package outlook

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

// recurrence is what a body says of how an event repeats (provider contract 3.3).
type recurrence struct {
	rule  mailbox.Recurrence
	begin mailbox.Day // startDate, which must be the date of the event's start; 0: not said
	none  bool        // null: it does not repeat
}

// Range types.
const (
	rangeEndDate  = "endDate"
	rangeNoEnd    = "noEnd"
	rangeNumbered = "numbered"
)

// indexes are the names of Recurrence.Index.
var indexes = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "last": mailbox.Last}

// readRecurrence reads {"pattern","range"}. The error errors.ErrUnsupported is for
// patterns that exist and are not simulated.
func (c *call) readRecurrence(value json.RawMessage) (*recurrence, error) {
	if string(value) == "null" {
		return &recurrence{none: true}, nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil {
		return nil, errInvalidProperty
	}
	named := c.site.canonicalNames(members)
	var n recurrence
	if err := n.readPattern(c, named["pattern"]); err != nil {
		return nil, err
	}
	if err := n.readRange(c, named["range"]); err != nil {
		return nil, err
	}
	return &n, nil
}

// patternText is a pattern or a range as it is written; "" and 0 are not said.
type patternText struct {
	kind, index, firstDay, from, until, zone string
	days                                     []string
	interval, day, count                     int
}

func (n *recurrence) readPattern(c *call, value json.RawMessage) error {
	var p patternText
	err := c.readMembers(value, map[string]any{"type": &p.kind, "interval": &p.interval, "daysOfWeek": &p.days,
		"firstDayOfWeek": &p.firstDay, "dayOfMonth": &p.day, "index": &p.index})
	if err != nil {
		return err
	}
	n.rule = mailbox.Recurrence{Interval: p.interval, WeekStart: time.Sunday}
	if err := n.setType(p.kind); err != nil {
		return err
	}
	if p.firstDay != "" {
		if n.rule.WeekStart, err = weekday(p.firstDay); err != nil {
			return err
		}
	}
	switch n.rule.Type {
	case mailbox.AbsoluteMonthly:
		n.rule.DayOfMonth = p.day
	case mailbox.RelativeMonthly:
		n.rule.Index = 1 // the default of Graph
		if index, known := indexes[strings.ToLower(p.index)]; known {
			n.rule.Index = index
		} else if p.index != "" {
			return errInvalidProperty
		}
	}
	if n.rule.Type != mailbox.Weekly && n.rule.Type != mailbox.RelativeMonthly {
		return nil // what another type would need is told as 0 or empty
	}
	for _, name := range p.days {
		d, err := weekday(name)
		if err != nil {
			return err
		}
		n.rule.Days = append(n.rule.Days, d)
	}
	return nil
}

func (n *recurrence) setType(name string) error {
	for _, known := range []string{mailbox.Daily, mailbox.Weekly, mailbox.AbsoluteMonthly, mailbox.RelativeMonthly} {
		if strings.EqualFold(name, known) {
			n.rule.Type = known
			return nil
		}
	}
	if strings.EqualFold(name, "absoluteYearly") || strings.EqualFold(name, "relativeYearly") {
		return fmt.Errorf("%w: yearly recurrence is not simulated", errors.ErrUnsupported)
	}
	return errInvalidProperty
}

func (n *recurrence) readRange(c *call, value json.RawMessage) (err error) {
	var p patternText
	err = c.readMembers(value, map[string]any{"type": &p.kind, "startDate": &p.from, "endDate": &p.until,
		"recurrenceTimeZone": &p.zone, "numberOfOccurrences": &p.count})
	if err != nil {
		return err
	}
	if n.begin, err = mailbox.ParseDay(p.from); err != nil {
		return fmt.Errorf("startDate: %w", err)
	}
	switch {
	case strings.EqualFold(p.kind, rangeNoEnd):
	case strings.EqualFold(p.kind, rangeNumbered):
		if n.rule.Count = p.count; p.count < 1 {
			return errInvalidProperty
		}
	case strings.EqualFold(p.kind, rangeEndDate):
		if n.rule.Until, err = mailbox.ParseDay(p.until); err != nil {
			return fmt.Errorf("endDate: %w", err)
		}
		if n.rule.Until < n.begin {
			return errors.New("it ends before it starts")
		}
	default:
		return errInvalidProperty
	}
	if p.zone == "" {
		return nil
	}
	location, err := c.zone(p.zone)
	if err == nil {
		n.rule.TimeZone = location.String()
	}
	return err
}

// readMembers reads the members of an object that are named; others are ignored.
func (c *call) readMembers(value json.RawMessage, into map[string]any) error {
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil || members == nil {
		return errInvalidProperty
	}
	named := c.site.canonicalNames(members)
	for name, target := range into { // in any order: whichever is wrong, the answer is the same
		if value, said := named[name]; said && json.Unmarshal(value, target) != nil {
			return errInvalidProperty
		}
	}
	return nil
}

func weekday(name string) (time.Weekday, error) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(name, d.String()) {
			return d, nil
		}
	}
	return 0, errInvalidProperty
}

// apply makes an event repeat, or stop repeating.
func (n *recurrence) apply(e *mailbox.Event) error {
	if n.none {
		e.Recurrence = nil
		return nil
	}
	rule := n.rule
	if rule.TimeZone == "" {
		rule.TimeZone = e.TimeZone
	}
	zone, err := units.Location(rule.TimeZone)
	if err != nil {
		return fmt.Errorf("%w: %v", mailbox.ErrInvalid, err)
	}
	if begin := mailbox.DayOf(e.Start.In(zone)); begin != n.begin {
		return fmt.Errorf("%w: the recurrence starts on %s, the event on %s", mailbox.ErrInvalid, n.begin, begin)
	}
	e.Recurrence = &rule
	return nil
}
