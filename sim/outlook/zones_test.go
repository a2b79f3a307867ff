package outlook

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestZones(t *testing.T) {
	var s Server
	for windows, iana := range windowsZones {
		location, ok := s.zone(windows)
		if assert.True(t, ok, windows) {
			assert.Equal(t, iana, location.String())
		}
	}
	for _, name := range []string{"America/Los_Angeles", "UTC", "Asia/Kolkata"} {
		location, ok := s.zone(name)
		assert.True(t, ok)
		assert.Equal(t, name, location.String())
	}
	for _, name := range []string{"", "Local", "Pacific", "Nowhere/Else"} {
		_, ok := s.zone(name)
		assert.False(t, ok, name)
	}
}
