"""Usual stages of a large procurement of IT operation, with sources; a watch states its own in their place.

The likely and the longest times follow what is public of Stockholm's shared IT service (workshops in autumn
2013, advertised in August 2015, cancelled and begun again in November 2015, awarded in November 2016,
contract about December 2017, last schools moved after October 2019). The shortest are
assumptions, and say so.
"""

from evaluator.contract.parts import Label
from evaluator.decisions.time_plan_parts import DurationTerms, read_planned_days
from evaluator.decisions.time_plan_stages import (
    AppealShare,
    AppealTerms,
    CancellationTerms,
    Sending,
    StageTerms,
)


def _lasting(low: str, likely: str, high: str, sv: str, en: str) -> DurationTerms:
    days = [read_planned_days(one) for one in (low, likely, high)]
    return DurationTerms(low=days[0], likely=days[1], high=days[2], source=Label(sv=sv, en=en))


def default_stages() -> tuple[StageTerms, ...]:
    """Return the usual stages; their likely times and the planned appeal add up to about 46 months."""
    return (*_preparing(), *_procuring(), *_moving())


def _preparing() -> tuple[StageTerms, ...]:
    return (
        StageTerms(
            id="needs",
            label=Label(sv="Behovs- och kravanalys", en="Needs and requirements analysis"),
            duration=_lasting(
                "6 months",
                "8 months",
                "12 months",
                "Stockholms stads gemensamma it-service: verkstäder hösten 2013, analys under 2014; "
                "kortaste tid antagen",
                "Stockholm's shared IT service: workshops in autumn 2013, analysis during 2014; shortest "
                "time assumed",
            ),
        ),
        StageTerms(
            id="politics",
            label=Label(sv="Remiss och politiskt beslut", en="Consultation and political decision"),
            after=("needs",),
            duration=_lasting(
                "4 months",
                "5 months",
                "7 months",
                "Allmän erfarenhet av remisstid och sammanträden; antagande",
                "General experience of consultations and meetings; an assumption",
            ),
        ),
        StageTerms(
            id="documents",
            label=Label(sv="Upphandlingsdokument och marknadsdialog", en="Documents and market dialogue"),
            after=("politics",),
            duration=_lasting(
                "4 months",
                "6 months",
                "9 months",
                "Trafikförvaltningen, Region Stockholm: arbetet påbörjat i februari 2015 inför avtal som "
                "löpte ut 2017; kortaste tid antagen",
                "Traffic administration, Region Stockholm: begun in February 2015 for contracts ending "
                "2017; shortest time assumed",
            ),
        ),
    )


def _procuring() -> tuple[StageTerms, ...]:
    return (
        StageTerms(
            id="notice",
            label=Label(sv="Annons och kvalificering", en="Notice and qualification"),
            after=("documents",),
            duration=_lasting(
                "2 months",
                "2 months",
                "4 months",
                "GSIT 2.0: annonserad i augusti 2015, nya ansökningar till den 21 december 2015; kortaste"
                " tid antagen",
                "GSIT 2.0: advertised in August 2015, new applications by 21 December 2015; shortest time"
                " assumed",
            ),
        ),
        StageTerms(
            id="tendering",
            label=Label(sv="Anbud och förhandling", en="Tenders and negotiation"),
            after=("notice",),
            duration=_lasting(
                "4 months",
                "5 months",
                "9 months",
                "GSIT 2.0: december 2015 till tilldelning i november 2016, med utvärderingen; kortaste "
                "tid antagen",
                "GSIT 2.0: December 2015 to award in November 2016, with the evaluation; shortest time "
                "assumed",
            ),
        ),
        StageTerms(
            id="evaluation",
            label=Label(sv="Utvärdering och tilldelning", en="Evaluation and award"),
            after=("tendering",),
            duration=_lasting(
                "2 months",
                "2 months",
                "3 months",
                "GSIT 2.0: december 2015 till tilldelning i november 2016, med anbudstiden; kortaste tid "
                "antagen",
                "GSIT 2.0: December 2015 to award in November 2016, with tendering; shortest time assumed",
            ),
        ),
        StageTerms(
            id="standstill",
            label=Label(sv="Avtalsspärr", en="Standstill"),
            after=("evaluation",),
            standstill=Sending.ELECTRONIC,
        ),
    )


def _moving() -> tuple[StageTerms, ...]:
    return (
        StageTerms(
            id="transfer",
            label=Label(sv="Etablering och överföring", en="Establishment and transfer"),
            after=("standstill",),
            duration=_lasting(
                "6 months",
                "9 months",
                "14 months",
                "Stockholms stad: plan om sex månader 2018; skoldelen från hösten 2018 till efter oktober"
                " 2019",
                "City of Stockholm: six months planned in 2018; the schools from autumn 2018 until after "
                "October 2019",
            ),
        ),
        StageTerms(
            id="stabilisation",
            label=Label(sv="Stabilisering och avveckling", en="Stabilisation and exit"),
            after=("transfer",),
            duration=_lasting(
                "2 months",
                "3 months",
                "6 months",
                "Antagande",
                "An assumption",
            ),
        ),
    )


def default_appeal() -> AppealTerms:
    """Return how an appeal goes by public figures: shares by bidders, time in each court.

    Upphandlingsmyndigheten, statistics on processing times and on reviews, 2022 and 2023; the longest times
    together are the 14 months of Stockholm's data communication. That every second one goes on is assumed.
    """
    return AppealTerms(
        after="standstill",
        planned=read_planned_days("6 months"),
        by_bidders=(
            AppealShare(bidders_from=1, probability="0 %"),
            AppealShare(bidders_from=2, probability="5.3 %"),
            AppealShare(bidders_from=10, probability="14 %"),
        ),
        first_instance=_lasting(
            "1.8 months",
            "4.2 months",
            "6 months",
            "Upphandlingsmyndigheten: förvaltningsrätt i medeltal 1,8 månader 2023, prövade i sak 4,2 "
            "månader 2022; längsta tid antagen",
            "Upphandlingsmyndigheten: administrative court 1.8 months on average in 2023, tried on the "
            "merits 4.2 months in 2022; longest time assumed",
        ),
        goes_on="50 %",
        second_instance=_lasting(
            "5.3 months",
            "6.7 months",
            "8 months",
            "Upphandlingsmyndigheten: kammarrätt i medeltal 5,3 månader 2023 och 6,7 månader 2022; längsta "
            "tid så att båda tillsammans är de 14 månaderna i Stockholms stads datakommunikation",
            "Upphandlingsmyndigheten: administrative court of appeal 5.3 months on average in 2023, 6.7 in "
            "2022; longest time such that both are the 14 months of Stockholm's data communication",
        ),
        source=Label(
            sv="Upphandlingsmyndigheten, andel överprövade upphandlingar: 5,3 % 2022, mer än 14 % vid 10 "
            "till 19 anbudsgivare 2016; att hälften går vidare är ett antagande",
            en="Upphandlingsmyndigheten, share of procurements appealed: 5.3% in 2022, more than 14% at 10 "
            "to 19 bidders in 2016; that half of them go on is assumed",
        ),
        year=2022,
    )


def default_cancellation() -> CancellationTerms:
    """Return how likely a procurement is cancelled, and what beginning again costs."""
    return CancellationTerms(
        after="notice",
        probability="10 %",
        delay=_lasting(
            "3 months",
            "3.5 months",
            "4 months",
            "GSIT 2.0: avbruten och påbörjad på nytt i november 2015, tre till fyra månader",
            "GSIT 2.0: cancelled and begun again in November 2015, three to four months",
        ),
        source=Label(
            sv="Upphandlingsmyndigheten: en av tio annonserade upphandlingar avbröts utan kontrakt",
            en="Upphandlingsmyndigheten: one in ten advertised procurements was cancelled without a contract",
        ),
        year=2015,
    )
