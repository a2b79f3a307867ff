package world

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/model"
	"anchorage/sim/journal"
)

func TestDeclined(t *testing.T) {
	of := func(status int, operation string) string {
		return declined(journal.Exchange{Operation: operation, Status: status})
	}
	for operation, kind := range map[string]string{journal.CreateEvent: model.Create, journal.UpdateEvent: model.Update, journal.DeleteEvent: model.Delete} {
		assert.Equal(t, kind, of(http.StatusBadRequest, operation), "what it asks is refused")
		for _, status := range []int{http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, 499} {
			assert.Equal(t, kind, of(status, operation), "%d", status)
		}
		for _, status := range []int{0, 200, 201, 204, 399, 401, 408, 409, 412, 423, 425, 429, 500, 503, 507} {
			assert.Empty(t, of(status, operation), "%d does not say that it never will be", status)
		}
	}
	for _, operation := range []string{journal.GetEvent, journal.Delta, journal.Token, journal.Subscribe} {
		assert.Empty(t, of(http.StatusBadRequest, operation), "%s changes nothing", operation)
	}
}
