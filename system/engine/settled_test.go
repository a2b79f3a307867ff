package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// TestSettled: only a failure of the API itself, which names no time to wait for,
// may be one of routing.
func TestSettled(t *testing.T) {
	told := func(class system.Class, status int) *system.Error {
		return &system.Error{Class: class, Code: "code", Status: status}
	}
	for _, row := range []struct {
		name     string
		api      *system.Error
		identity *system.Error // answers refreshes
		curable  bool
	}{
		{"OK", nil, nil, false},
		{"ErrUnavailable", unavailable, nil, true},
		{"ErrInternal", told(system.ClassRetry, 500), nil, true},
		{"ErrWrongHint", wrongHint, nil, true},
		{"ErrThrottled", throttled(0), nil, false},
		{"ErrToldToWait", told(system.ClassWait, 503), nil, false},
		{"ErrNoAnswer", told(system.ClassRetry, 0), nil, false},
		{"ErrForbidden", told(system.ClassPermanent, 403), nil, false},
		{"ErrWornToken", badToken, nil, false},
		{"ErrIdentityOutage", badToken, told(system.ClassRetry, 503), false},
		{"ErrRejected", badToken, rejected, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				if row.api != nil {
					w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, row.api }
				}
				if row.identity != nil {
					w.refresh = func(context.Context, system.Credential) (system.Credential, error) {
						return system.Credential{}, row.identity
					}
				}
				w.linked()
				w.until(14 * time.Minute)
				require.NotEmpty(t, w.settled)
				assert.Equal(t, settled{"a", 1, row.api != nil, row.curable}, w.settled[0])
			})
		})
	}
}
