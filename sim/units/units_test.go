package units_test

import (
	"encoding"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/units"
)

type text interface {
	encoding.TextUnmarshaler
	encoding.TextMarshaler
}

func TestUnits(t *testing.T) {
	for _, row := range []struct {
		in       string
		into     text
		out, err string
	}{
		{"15m", new(units.Duration), "15m0s", ""},
		{"-5m", new(units.Duration), "", "negative"},
		{"15", new(units.Duration), "", "a number with a unit"},
		{"1us", new(units.Duration), "", "finer than a millisecond"},
		{"2022-03-01T23:00:00Z", new(units.Time), "2022-03-01T23:00:00Z", ""},
		{"2022-03-02T00:00:00+01:00", new(units.Time), "2022-03-01T23:00:00Z", ""},
		{"2022-02-30T00:00:00Z", new(units.Time), "", "a date that exists"},
		{"20%", new(units.Share), "0.2", ""},
		{"0.25", new(units.Share), "0.25", ""},
		{"1.2", new(units.Share), "", "from 0 to 1"},
		{"NaN", new(units.Share), "", "from 0 to 1"},
		{"09:15", new(units.TimeOfDay), "09:15", ""},
		{"25:00", new(units.TimeOfDay), "", "as 09:15"},
		{"09:00-17:30", new(units.Hours), "09:00-17:30", ""},
		{"17:30-09:00", new(units.Hours), "", "end before they begin"},
		{"Europe/London", new(units.Zone), "Europe/London", ""},
		{"Europe/Londn", new(units.Zone), "", "IANA"},
	} {
		t.Run(row.in, func(t *testing.T) {
			err := row.into.UnmarshalText([]byte(row.in))
			if row.err != "" {
				require.ErrorContains(t, err, row.err)
				return
			}
			require.NoError(t, err)
			b, err := row.into.MarshalText()
			require.NoError(t, err)
			assert.Equal(t, row.out, string(b))
		})
	}
	var z units.Zone
	b, _ := z.MarshalText()
	assert.Equal(t, "UTC", string(b))
	assert.Equal(t, 90*time.Minute, units.Duration(90*time.Minute).D())
}
