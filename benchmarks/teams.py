"""Eight teams as our own labelled sentences name them, what they say of themselves, and a few rules."""

from feedback_router.domain.rules import Rule, RuleBook
from feedback_router.domain.teams import Team

TEAMS = {
    "billing": (
        "Invoices, charges, prices, tariffs, payments, payment methods and receipts",
        "Facturas, cobros, precios, tarifas, pagos, medios de pago y comprobantes",
        "Faturas, cobranças, preços, tarifas, pagamentos, formas de pagamento e recibos",
    ),
    "delivery": (
        "Delivery and shipping of orders: couriers, late, lost or damaged parcels, delivery times",
        "Entrega y envío de pedidos: repartidores, paquetes tarde, perdidos o dañados, horarios de entrega",
        "Entrega e envio de pedidos: entregadores, pacotes atrasados, perdidos ou danificados, prazos de entrega",
    ),
    "app": (
        "The mobile app and the website: design, screens, speed, crashes, updates, features",
        "La aplicación móvil y la página web: diseño, pantallas, velocidad, fallos, actualizaciones, funciones",
        "O aplicativo e o site: design, telas, velocidade, falhas, atualizações, funções",
    ),
    "support": (
        "Customer service: agents, telephone line, chat, emails, waiting times, how complaints are answered",
        "Atención al cliente: agentes, línea telefónica, chat, correos, tiempos de espera, respuesta a reclamos",
        "Atendimento ao cliente: atendentes, telefone, chat, e-mails, tempo de espera, resposta a reclamações",
    ),
    "product": (
        "The products themselves: quality, defects, materials, battery, colours, models, instructions",
        "Los productos: calidad, defectos, materiales, batería, colores, modelos, instrucciones",
        "Os produtos: qualidade, defeitos, materiais, bateria, cores, modelos, instruções",
    ),
    "account": (
        "The customer's account: signing in, password, access codes, verification, profile, suspended accounts",
        "La cuenta del cliente: inicio de sesión, contraseña, códigos de acceso, verificación, perfil, suspensiones",
        "A conta do cliente: login, senha, códigos de acesso, verificação, perfil, contas suspensas",
    ),
    "returns": (
        "Returns, exchanges, replacements and refunds",
        "Devoluciones, cambios y reembolsos",
        "Devoluções, trocas e reembolsos",
    ),
    "store": (
        "The shops and branches: premises, staff at the counter, opening hours, parking, cleanliness, safety",
        "Las tiendas y sucursales: local, personal del mostrador, horarios, estacionamiento, limpieza, seguridad",
        "As lojas e agências: ambiente, equipe do balcão, horários, estacionamento, limpeza, segurança",
    ),
}
RULES = (
    Rule("danger", "store", severity_at_least=4),
    Rule(
        "charged-twice",
        "billing",
        words=("charged twice", "double charge", "cobrado dos veces", "cobrado duas vezes"),
    ),
    Rule("refunds", "returns", words=("refund*", "reembols*"), kinds=("complaint", "question")),
    Rule("shop-floor", "store", channels=("shop",)),
)
BOOK = RuleBook(
    1,
    (
        *(Team(team, team.title(), said[0]) for team, said in TEAMS.items()),
        Team("triage", "Triage", "Looks."),
    ),
    "triage",
    RULES,
)
