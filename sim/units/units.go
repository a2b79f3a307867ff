// Package units are the scalar types of scenario files. Each is read and written
// as text, so that one decoder, one schema and one error style serve them all.
package units

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is a Go duration ("15m", "1h30m"), in whole milliseconds, not negative.
type Duration time.Duration

// D is the value as a time.Duration.
func (d Duration) D() time.Duration { return time.Duration(d) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err != nil {
		return fmt.Errorf("%q is not a duration; expected a number with a unit, as 90s, 15m or 36h", b)
	}
	if v < 0 {
		return fmt.Errorf("the duration %s is negative; expected 0s or more", b)
	}
	if v%time.Millisecond != 0 {
		return fmt.Errorf("the duration %s is finer than a millisecond; expected whole milliseconds", b)
	}
	*d = Duration(v)
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// Time is an instant in RFC 3339 with whole milliseconds, kept in UTC.
type Time struct{ time.Time }

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *Time) UnmarshalText(b []byte) error {
	v, err := time.Parse(time.RFC3339, string(b))
	if err != nil {
		return fmt.Errorf("%q is not an instant; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z", b)
	}
	t.Time = v.UTC()
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.UTC().Format(time.RFC3339Nano)), nil }

// Share is a part of a whole, from 0 to 1; files may say 0.2 or 20%.
type Share float64

// F is the value as a float64.
func (s Share) F() float64 { return float64(s) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Share) UnmarshalText(b []byte) error {
	text, percent := strings.CutSuffix(strings.TrimSpace(string(b)), "%")
	v, err := strconv.ParseFloat(text, 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v >= 0 && v <= 1) {
		return fmt.Errorf("%q is not a share; expected a number from 0 to 1, or from 0%% to 100%%", b)
	}
	*s = Share(v)
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (s Share) MarshalText() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(s), 'g', -1, 64), nil
}

// TimeOfDay is a local wall time ("09:15"), as the time since midnight.
type TimeOfDay time.Duration

// D is the time since midnight.
func (t TimeOfDay) D() time.Duration { return time.Duration(t) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *TimeOfDay) UnmarshalText(b []byte) error {
	v, err := time.Parse("15:04", string(b))
	if err != nil {
		return fmt.Errorf("%q is not a time of day; expected hours and minutes, as 09:15", b)
	}
	*t = TimeOfDay(time.Duration(v.Hour())*time.Hour + time.Duration(v.Minute())*time.Minute)
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (t TimeOfDay) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%02d:%02d", int(t.D().Hours()), int(t.D().Minutes())%60), nil
}

// Hours is a span of the local day ("09:00-17:30"), the end excluded.
type Hours struct{ From, Until TimeOfDay }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hours) UnmarshalText(b []byte) error {
	from, until, ok := strings.Cut(string(b), "-")
	if !ok || h.From.UnmarshalText([]byte(from)) != nil || h.Until.UnmarshalText([]byte(until)) != nil {
		return fmt.Errorf("%q are not hours; expected two times of day, as 09:00-17:30", b)
	}
	if h.Until <= h.From {
		return fmt.Errorf("the hours %s end before they begin", b)
	}
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (h Hours) MarshalText() ([]byte, error) {
	a, _ := h.From.MarshalText()
	b, _ := h.Until.MarshalText()
	return fmt.Appendf(nil, "%s-%s", a, b), nil
}

// Zone is an IANA time zone name ("Europe/London").
type Zone struct{ *time.Location }

// UnmarshalText implements encoding.TextUnmarshaler.
func (z *Zone) UnmarshalText(b []byte) error {
	l, err := Location(string(b))
	if err != nil || len(b) == 0 {
		return fmt.Errorf("%q is not a time zone; expected a name of the IANA database, as Europe/London", b)
	}
	z.Location = l
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (z Zone) MarshalText() ([]byte, error) {
	if z.Location == nil {
		return []byte("UTC"), nil
	}
	return []byte(z.String()), nil
}
