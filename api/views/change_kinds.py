"""Proposals that are more than a change of fields: a new customer, a closing, a handing over, a reversal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.errors import is_number, unreadable
from api.people import unit_id_of
from api.refusals import ApiRefusal
from api.shapes import changes as shapes
from people.permissions import may
from processes.data_change import proposing
from processes.data_change.looking import impact_text, instances_hanging
from registers import openings
from registers.impact import customers_touched
from registers.proposals import row_of
from registers.refusals import NoSuchRecord

_HOLDER = ("name", "licence_no", "billing_title", "contact_name", "phone")


class NewCustomerProposals(APIView):
    @extend_schema(
        request=shapes.NewCustomer, responses={201: shapes.ProposedShape}, summary="Propose a new customer, with papers"
    )
    def post(self, request: Request) -> Response:
        data = _body(shapes.NewCustomer, request)
        values = {name: data[name] for name in openings.OPENING if data.get(name)}
        started = proposing.propose_new_customer(
            values=values, unit_id=unit_id_of(data["unit"]), asking=_asking(data, request), actor=actor_of(request)
        )
        return _started(started)


class ClosingProposals(APIView):
    @extend_schema(
        parameters=[OpenApiParameter("customer", str, required=True)],
        responses=shapes.Obstacles,
        summary="What stands in the way of closing a customer",
    )
    def get(self, request: Request) -> Response:
        customer_id = _number(request.query_params.get("customer", ""))
        customer = row_of(openings.TABLE, customer_id)
        if customer is None or not may(actor_of(request), "propose", customer):
            raise NoSuchRecord(str(customer_id))
        return Response({"obstacles": openings.obstacles(customer_id, instances_hanging(customer_id))})

    @extend_schema(
        request=shapes.Closing,
        responses={201: shapes.ProposedShape},
        summary="Propose to close a customer; refused while anything hangs there",
    )
    def post(self, request: Request) -> Response:
        data = _body(shapes.Closing, request)
        return _started(
            proposing.propose_closing(
                customer_id=data["customer_id"], asking=_asking(data, request), actor=actor_of(request)
            )
        )


class TransferProposals(APIView):
    @extend_schema(
        request=shapes.Transfer, responses={201: shapes.ProposedShape}, summary="Propose to hand a customer's file over"
    )
    def post(self, request: Request) -> Response:
        data = _body(shapes.Transfer, request)
        started = proposing.propose_transfer(
            customer_id=data["customer_id"],
            holder={name: data[name] for name in _HOLDER if data.get(name)},
            balance=data["balance"],
            asking=_asking(data, request),
            actor=actor_of(request),
        )
        return _started(started)


class RevertChangeRequest(APIView):
    @extend_schema(
        request=shapes.Reversal,
        responses={201: shapes.ProposedShape},
        summary="Propose the opposite of an applied change; it takes the whole road of approvals",
    )
    def post(self, request: Request, request_id: str) -> Response:
        data = _body(shapes.Reversal, request)
        started = proposing.propose_reversal(
            request_id=_number(request_id), asking=_asking(data, request), actor=actor_of(request)
        )
        return _started(started)


class SimilarCustomers(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("name", "licence_no", "phone")],
        responses=shapes.SimilarCustomer(many=True),
        summary="Customers on file with the same name, licence or phone",
    )
    def get(self, request: Request) -> Response:
        given, actor = request.query_params, actor_of(request)
        if not actor.may("propose_changes"):
            return Response([])
        found = openings.similar_customers(
            name=given.get("name", ""),
            licence_no=given.get("licence_no", ""),
            phone=given.get("phone", ""),
            actor=actor,
        )
        return Response(
            [{"id": str(one.pk), "number": one.number, "name": one.name, "unit": one.unit.name} for one in found]
        )


class ChangeImpact(APIView):
    @extend_schema(
        parameters=[OpenApiParameter(name, str, required=True) for name in ("table", "record")],
        responses=shapes.ImpactShape,
        summary="What hangs on a record that one wants to change",
    )
    def get(self, request: Request) -> Response:
        table, record = request.query_params.get("table", ""), _number(request.query_params.get("record", ""))
        row = row_of(table, record)
        if row is None or not may(actor_of(request), "propose", row):
            raise NoSuchRecord(f"{table} {record}")
        return Response({"impact": impact_text(customers_touched(table, [record]))})


def _body(shape: Any, request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _asking(data: Mapping[str, Any], request: Request) -> proposing.Asking:
    return proposing.Asking(
        reason=data["reason"],
        effective_on=data.get("effective_on"),
        papers=data.get("papers") or (),
        idempotency_key=request.headers.get("Idempotency-Key"),
    )


def _started(proposed: proposing.Proposed) -> Response:
    told = {"request_ids": list(proposed.request_ids), "instance_id": str(proposed.instance_id)}
    return Response({**told, "business_key": proposed.business_key}, status=201)


def _number(text: str) -> int:
    if not is_number(text):
        raise ApiRefusal([unreadable("/id", text)])
    return int(text)
