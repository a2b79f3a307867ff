package identity

import (
	"strings"

	"anchorage/sim/mailbox"
)

// Tenants that stand for several (provider contract 2.2, 2.4). The identity
// tenant of personal accounts may be used in place of consumers.
const (
	tenantCommon        = "common"
	tenantConsumers     = "consumers"
	tenantOrganizations = "organizations"
)

// tenantKnown says whether a path's tenant exists in this world. Domain names
// are not simulated as tenants.
func (s *Server) tenantKnown(tenant string) bool {
	switch tenant = strings.ToLower(tenant); tenant {
	case tenantCommon, tenantConsumers, tenantOrganizations, mailbox.ConsumerIdentityTenant:
		return true
	}
	return s.accounts.tenants[tenant]
}

// admits says whether an account may sign in through a tenant.
func admits(tenant string, a *account) bool {
	switch strings.ToLower(tenant) {
	case "", tenantCommon: // Live Connect has no tenants
		return true
	case tenantConsumers:
		return a.consumer()
	case tenantOrganizations:
		return !a.consumer()
	}
	return strings.EqualFold(tenant, a.spec.TID)
}

func refuseTenant(tenant string) *refusal {
	return refuse("invalid_request", 90002, "Tenant '"+tenant+"' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.")
}

func refuseAccount(code, tenant string) *refusal {
	return refuse(code, 50020, "User account does not exist in tenant '"+tenant+"' and cannot access the application in that tenant.")
}
